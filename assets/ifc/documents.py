"""Documents the file names, and what they are about."""

from __future__ import annotations

from assets.ifc.attributes import Attributes, Entity
from assets.ifc.records import DocumentRecord


def read_documents(attributes: Attributes) -> list[DocumentRecord]:
    """Return one record per document, its references joined to it; references without a document stand alone."""
    documents = _Documents(attributes)
    documents.collect()
    return [documents.record(one) for one in documents.subjects.values()]


class _Documents:
    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self.subjects: dict[int, Entity] = {}
        self.about: dict[int, dict[int, None]] = {}
        self.references: dict[int, list[Entity]] = {}
        self._information_of: dict[int, Entity] = {}

    def collect(self) -> None:
        read = self.attributes
        for information in read.of_class("IfcDocumentInformation"):
            self.subjects[information.id()] = information
            # The oldest schema lists references on the document; newer ones point back from the reference.
            if read.has(information, "DocumentReferences"):
                for reference in read.entities(information, "DocumentReferences"):
                    self._information_of[reference.id()] = information
        for reference in read.of_class("IfcDocumentReference"):
            information = read.entity(reference, "ReferencedDocument") or self._information_of.get(
                reference.id()
            )
            if information is None:
                self.subjects[reference.id()] = reference
            else:
                self._information_of[reference.id()] = information
                self.references.setdefault(information.id(), []).append(reference)
        self._associate()

    def _associate(self) -> None:
        read = self.attributes
        for relation in read.of_class("IfcRelAssociatesDocument"):
            named = read.entity(relation, "RelatingDocument")
            if named is None:
                continue
            subject = self._information_of.get(named.id(), named)
            about = self.about.setdefault(subject.id(), {})
            about.update(dict.fromkeys(one.id() for one in read.entities(relation, "RelatedObjects")))

    def record(self, one: Entity) -> DocumentRecord:
        read = self.attributes
        references = self.references.get(one.id(), [])
        locations = (read.text(entity, "Location") for entity in (one, *references))
        identifications = ("Identification", "DocumentId", "ItemReference")
        confidentiality = read.value(one, "Confidentiality")
        return DocumentRecord(
            step_id=one.id(),
            identification=next((text for name in identifications if (text := read.text(one, name))), ""),
            name=next((text for entity in (one, *references) if (text := read.text(entity, "Name"))), ""),
            location=next((text for text in locations if text), ""),
            purpose=read.text(one, "Purpose") or read.text(one, "IntendedUse"),
            revision=read.text(one, "Revision"),
            confidentiality=confidentiality if confidentiality not in (None, "NOTDEFINED") else None,
            about=tuple(self.about.get(one.id(), ())),
        )
