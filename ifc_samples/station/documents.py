"""Documents about the station's equipment: small PDFs written here, and what they are attached to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ifc_samples.station.book import Book, Item


@dataclass(frozen=True)
class Paper:
    key: str
    name: str
    kind: str  # NOTICE | RAPPORT | CERTIFICAT | FICHE_TECHNIQUE | SYNOPTIQUE | PLAN | DOE
    day: str
    about: tuple[str, ...]  # beginnings of codes
    lines: tuple[str, ...] = ()
    extension: str = "pdf"


PAPERS = [
    Paper(
        "NOT-HL-65",
        "Notice des pompes de surpression HL-65",
        "NOTICE",
        "2021-06-01",
        ("EFS-P-",),
        (
            "Purger avant mise en route.",
            "Ne pas tourner à sec.",
            "Garniture mécanique : contrôle tous les 6 mois.",
        ),
    ),
    Paper(
        "NOT-HL-R80",
        "Notice des pompes de relevage HL-R80",
        "NOTICE",
        "2021-06-01",
        ("EU-P-",),
        (
            "Fermer la vanne de refoulement avant dépose.",
            "Nettoyer la fosse deux fois par an.",
            "Niveau haut : alarme au poste de supervision.",
        ),
    ),
    Paper(
        "RAP-ASC-2025",
        "Contrôle technique des ascenseurs 2025",
        "RAPPORT",
        "2025-02-11",
        ("ASC-",),
        (
            "ASC-01 : sans observation.",
            "ASC-02 : éclairage de gaine à reprendre.",
            "ASC-03 : sans observation.",
        ),
    ),
    Paper(
        "RAP-ESC-2025",
        "Contrôle des escaliers mécaniques 2025",
        "RAPPORT",
        "2025-02-12",
        ("ESC-",),
        (
            "ESC-01 : peigne bas usé, à remplacer sous 3 mois.",
            "ESC-02 : sans observation.",
            "ESC-03 : sans observation.",
        ),
    ),
    Paper(
        "RAP-ELEC-2024",
        "Vérification périodique des installations électriques 2024",
        "RAPPORT",
        "2024-11-05",
        ("CFO-TGBT-01", "CFO-TD-"),
        ("12 tableaux et coffrets visités.", "CFO-TD-04 : repérage des départs à compléter."),
    ),
    Paper(
        "FT-CTA-12000",
        "Fiche technique de la centrale CTA-12000",
        "FICHE_TECHNIQUE",
        "2021-03-20",
        ("CVC-CTA-01",),
        (
            "Débit nominal 12 000 m³/h.",
            "Filtres F7 : remplacement annuel.",
            "Batterie froide 90 kW, batterie chaude 110 kW.",
        ),
    ),
    Paper(
        "CERT-CCF-90",
        "Procès-verbal des clapets coupe-feu CCF-90",
        "CERTIFICAT",
        "2021-07-15",
        ("CVC-CCF-",),
        ("Résistance au feu EI 90.", "Essai de fermeture annuel obligatoire."),
    ),
    Paper(
        "RAP-INC-2025",
        "Vérification des moyens de secours 2025",
        "RAPPORT",
        "2025-01-22",
        ("INC-RIA-", "INC-PI-", "SSI-DM-"),
        ("Pression statique 7,2 bar.", "RIA 3 : joint de dévidoir à remplacer."),
    ),
    Paper(
        "NOT-PX-200",
        "Notice des portes automatiques PX-200",
        "NOTICE",
        "2021-05-10",
        ("PTE-06",),
        ("Contrôle semestriel obligatoire.", "Déverrouillage manuel : poignée rouge, côté intérieur."),
    ),
    Paper(
        "DOE-EFS",
        "Dossier des ouvrages exécutés, eau froide",
        "DOE",
        "2021-09-01",
        ("EFS-CPT-01", "EFS-V-002", "EFS-V-01"),
        ("Boucle en galerie, cuivre DN 50.", "Vannes de section EFS-V-010 à EFS-V-014."),
    ),
    Paper(
        "VDO_unifilaire_TGBT",
        "Schéma unifilaire du TGBT",
        "SYNOPTIQUE",
        "2019-04-02",
        ("CFO-TGBT-01", "CFO-TD-", "CFO-TR-01", "CFO-OND-01"),
        extension="svg",
    ),
]


def attach(book: Book) -> None:
    """Hang every document on the equipment it speaks of."""
    for paper in PAPERS:
        items = [item for item in book.items if _about(item, paper)]
        document = book.document(paper.key, paper.name, paper.kind, extension=paper.extension, day=paper.day)
        for item in items:
            item.documents.append(document)


def _about(item: Item, paper: Paper) -> bool:
    """Breakers inside a board and the valves of other trades are not meant."""
    return bool(item.code and item.parent is None and item.code.startswith(paper.about))


def write(folder: Path) -> None:
    """The PDFs (the drawing is written by `drawing`)."""
    folder.mkdir(parents=True, exist_ok=True)
    for paper in PAPERS:
        if paper.extension == "pdf":
            (folder / f"{paper.key}.pdf").write_bytes(
                pdf(
                    paper.name,
                    [
                        f"Gare de Val-d'Orme – document {paper.key}",
                        f"Établi le {paper.day}",
                        "",
                        *paper.lines,
                    ],
                )
            )


def pdf(title: str, lines: list[str]) -> bytes:
    """One A4 page with a title and lines, as PDF 1.4 with the built-in Helvetica."""
    text = [
        "BT /F1 18 Tf 60 770 Td",
        _shown(title),
        "/F1 11 Tf 0 -34 Td 16 TL",
        *[f"{_shown(line)} T*" for line in lines],
        "ET",
    ]
    content = "\n".join(text).encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % _escaped(title).encode("cp1252", "replace"),
    ]
    return assembled(objects)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _shown(words: str) -> str:
    return f"({_escaped(words)}) Tj"


def assembled(objects: list[bytes]) -> bytes:
    """Number the objects, then say where each one begins."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        table,
    )
    return bytes(out)
