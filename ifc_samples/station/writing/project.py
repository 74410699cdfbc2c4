"""The frame of a file: header, project, units, context, georeference, site and building."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.api.context
import ifcopenshell.api.georeference

from ifc_samples.station.book import Book, global_id
from ifc_samples.station.frames import Frame

Entity = Any
TIME_STAMP = "2025-03-17T08:00:00"
CREATED = 1_742_198_400  # the same moment, in seconds since 1970
LONG_NAMES = {
    "ARC": "Architecture, quais et voies",
    "PLB": "Plomberie et évacuations",
    "CFO": "Courants forts",
    "CVC": "Chauffage, ventilation, climatisation",
    "INC": "Protection incendie",
}


@dataclass(frozen=True)
class Georeference:
    """Where the local origin lies: RGF93 / Lambert-93 and NGF-IGN69, and the same place in degrees."""

    eastings: float = 576_313.25
    northings: float = 6_796_514.57
    height: float = 127.40
    x_abscissa: float = 0.9659258
    x_ordinate: float = 0.2588190
    latitude: tuple[int, int, int, int] = (48, 15, 26, 0)
    longitude: tuple[int, int, int, int] = (1, 20, 0, 0)


GEOREFERENCE = Georeference()
SI_UNITS = [
    ("LENGTHUNIT", "METRE"),
    ("AREAUNIT", "SQUARE_METRE"),
    ("VOLUMEUNIT", "CUBIC_METRE"),
    ("PLANEANGLEUNIT", "RADIAN"),
    ("TIMEUNIT", "SECOND"),
    ("POWERUNIT", "WATT"),
    ("PRESSUREUNIT", "PASCAL"),
    ("ELECTRICVOLTAGEUNIT", "VOLT"),
    ("ELECTRICCURRENTUNIT", "AMPERE"),
    ("THERMODYNAMICTEMPERATUREUNIT", "DEGREE_CELSIUS"),
]


class Project:
    """An IFC file with everything above the storeys."""

    def __init__(self, book: Book, discipline: str, schema: str) -> None:
        self.book, self.discipline = book, discipline
        self.file = ifcopenshell.file(schema=schema)
        self.schema = schema
        self.owner = self._owner_history() if self.schema == "IFC2X3" else None
        self.project = self.root(
            "IfcProject",
            self.identify("project"),
            Name=f"{book.code} – {book.name}",
            LongName=LONG_NAMES[discipline],
            Phase="Dossier des ouvrages exécutés",
        )
        self._units()
        self.body = self._context()
        self._georeference()

    def identify(self, *words: object) -> str:
        """A GlobalId of this file, from words."""
        return global_id(self.book.code, self.discipline, *words)

    def root(self, entity: str, identity: str, **attributes: object) -> Entity:
        """Make a rooted entity; IFC2X3 requires its OwnerHistory."""
        given = {name: value for name, value in attributes.items() if value is not None}
        if self.owner:
            given["OwnerHistory"] = self.owner
        return self.file.create_entity(entity, GlobalId=identity, **given)

    # ── once a file: ifcopenshell's own API ──────────────────────────────────

    def _units(self) -> None:
        units = []
        for kind, name in SI_UNITS:
            prefix = None
            units.append(self.file.create_entity("IfcSIUnit", None, kind, prefix, name))
        metre, second = units[0], units[4]
        elements = [
            self.file.create_entity("IfcDerivedUnitElement", metre, 3),
            self.file.create_entity("IfcDerivedUnitElement", second, -1),
        ]
        units.append(self.file.create_entity("IfcDerivedUnit", elements, "VOLUMETRICFLOWRATEUNIT"))
        turns = [self.file.create_entity("IfcDerivedUnitElement", second, -1)]
        units.append(self.file.create_entity("IfcDerivedUnit", turns, "ROTATIONALFREQUENCYUNIT"))
        # api.unit.assign_unit passes them through a set: another order, other bytes, on each run
        self.project.UnitsInContext = self.file.create_entity("IfcUnitAssignment", units)

    def _context(self) -> Entity:
        model = ifcopenshell.api.context.add_context(self.file, context_type="Model")
        return ifcopenshell.api.context.add_context(
            self.file, context_type="Model", context_identifier="Body", target_view="MODEL_VIEW", parent=model
        )

    def _georeference(self) -> None:
        if self.schema == "IFC2X3":
            return  # IFC2X3 knows only the site's latitude and longitude
        geo = GEOREFERENCE
        ifcopenshell.api.georeference.add_georeferencing(self.file)
        ifcopenshell.api.georeference.edit_georeferencing(
            self.file,
            projected_crs={
                "Name": "EPSG:2154",
                "Description": "RGF93 / Lambert-93",
                "GeodeticDatum": "RGF93",
                "VerticalDatum": "NGF-IGN69",
                "MapProjection": "Lambert-93",
            },
            coordinate_operation={
                "Eastings": geo.eastings,
                "Northings": geo.northings,
                "OrthogonalHeight": geo.height,
                "XAxisAbscissa": geo.x_abscissa,
                "XAxisOrdinate": geo.x_ordinate,
                "Scale": 1.0,
            },
        )

    def _owner_history(self) -> Entity:
        make = self.file.create_entity
        person = make("IfcPerson", "VDO", "Maquettiste")
        firm = make("IfcOrganization", None, "Atelier du Val-d'Orme")
        both = make("IfcPersonAndOrganization", person, firm)
        application = make("IfcApplication", firm, "1", "Générateur de la gare du Val-d'Orme", "make_station")
        return make("IfcOwnerHistory", both, application, None, "ADDED", None, None, None, CREATED)

    # ── site and building ────────────────────────────────────────────────────

    def site_and_building(self, shapes: Any) -> tuple[Entity, Entity]:
        geo, book = GEOREFERENCE, self.book
        site = self.root(
            "IfcSite",
            global_id(book.code, "site"),
            Name=f"Site de la {book.name}",
            ObjectPlacement=shapes.local_placement(Frame(), None),
            CompositionType="ELEMENT",
            RefLatitude=geo.latitude,
            RefLongitude=geo.longitude,
            RefElevation=geo.height,
        )
        building = self.root(
            "IfcBuilding",
            global_id(book.code, "building"),
            Name=book.name,
            LongName="Bâtiment voyageurs, quais et souterrain",
            ObjectPlacement=shapes.local_placement(Frame(), site.ObjectPlacement),
            CompositionType="ELEMENT",
        )
        for whole, part in ((self.project, site), (site, building)):
            self.root(
                "IfcRelAggregates",
                self.identify("aggregates", part.GlobalId),
                RelatingObject=whole,
                RelatedObjects=[part],
            )
        return site, building

    def save(self, path: Path) -> None:
        """Write with a fixed header, so that the same book gives the same bytes."""
        header = self.file.header
        header.file_name.name = path.name
        header.file_name.time_stamp = TIME_STAMP
        header.file_name.author = ("Atelier du Val-d'Orme",)
        header.file_name.organization = ("Station Twin",)
        header.file_name.preprocessor_version = "ifc_samples"
        header.file_name.originating_system = "make_station"
        header.file_name.authorization = "Apache-2.0"
        self.file.write(str(path))
