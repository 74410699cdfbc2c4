"""The water side of the air handling unit: the chiller on the roof, the heat network's substation in the basement."""

from __future__ import annotations

from ifc_samples.station.book import Book, Item, Port, System
from ifc_samples.station.catalogue import air, water
from ifc_samples.station.equipment import coded, device
from ifc_samples.station.frames import Vec
from ifc_samples.station.runs import Corner, Line, Stop, Tee, run

DOWN: Vec = (0.0, 0.0, -1.0)
CHILLED = Line(
    "CVC", "PIPE", air.CHILLED, "eau glacée", "eau glacée", diameter=0.065, material="Acier calorifugé"
)
HEATING = Line(
    "CVC", "PIPE", air.HEATING, "chauffage", "chauffage", diameter=0.05, material="Acier calorifugé"
)


def chilled(book: Book, unit: Item) -> None:
    """From the roof chiller through a pump to the cold coil, and back."""
    system = book.system("CVC", "CVC-EG", "Eau glacée", air.CHILLED)
    book.join(system, unit)
    chiller = coded(
        book, "CVC", air.chiller(book), (-47.5, 17.5, 8.5), "CVC-PAC-01", system, name="Groupe froid"
    )
    gate = water.valve(book, 0.065, carries=air.CHILLED, style="fonte")
    pump = water.pump(
        book,
        "Circulateur d'eau glacée",
        "HL-C65",
        0.065,
        stand=0.6,
        carries=air.CHILLED,
        predefined="CIRCULATOR",
        style="eau glacée",
        watts=1500.0,
    )
    start, into = chiller.port("out"), unit.port("chilled in")
    x, y, z = book.local(start)
    cx, cy, cz = book.local(into)
    stops: list[Stop] = [
        Corner((x, y, z)),
        Corner((x, 15.0, z)),
        Corner((x, 15.0, -3.9)),
        device(gate, (x, 14.2, -3.9), "Vanne amont pompe eau glacée", "CVC-V-01"),
        device(pump, (x, 13.2, -3.9), "Pompe d'eau glacée", "CVC-P-01"),
        device(gate, (x, 12.2, -3.9), "Vanne aval pompe eau glacée", "CVC-V-02"),
        Corner((x, 10.8, -3.9)),
        Corner((x, 10.8, -1.9)),
        Corner((cx, 10.8, -1.9)),
        Corner((cx, 10.8, cz)),
        Corner((cx, cy, cz)),
    ]
    run(book, CHILLED, system, stops, start=start, end=into)
    back, home = unit.port("chilled out"), chiller.port("in")
    bx, by, bz = book.local(back)
    hx, hy, hz = book.local(home)
    stops = [
        Corner((bx, by, bz)),
        Corner((bx, 11.3, bz)),
        device(gate, (bx, 11.3, -3.0), "Vanne de retour eau glacée", "CVC-V-03"),
        Corner((bx, 11.3, -2.1)),
        Corner((hx, 11.3, -2.1)),
        Corner((hx, 15.6, -2.1)),
        Corner((hx, 15.6, hz)),
        Corner((hx, hy, hz)),
    ]
    run(book, CHILLED, system, stops, start=back, end=home)


def heating(book: Book, unit: Item, heat: Port | None) -> Port:
    """From the heat network through a plate exchanger and a pump to the hot coil, and back."""
    system = book.system("CVC", "CVC-CH", "Chauffage", air.HEATING)
    book.join(system, unit)
    plates = coded(
        book,
        "CVC",
        air.exchanger(book),
        (-51.0, 8.0, -4.5),
        "CVC-ECH-01",
        system,
        name="Échangeur de la sous-station",
    )
    gate = water.valve(book, 0.05, carries=air.HEATING, style="fonte")
    pump = water.pump(
        book,
        "Circulateur de chauffage",
        "HL-C50",
        0.05,
        stand=1.0,
        carries=air.HEATING,
        predefined="CIRCULATOR",
        style="chauffage",
        watts=1100.0,
    )
    start, into = plates.port("secondary out"), unit.port("heating in")
    x, y, z = book.local(start)
    cx, cy, cz = book.local(into)
    stops: list[Stop] = [
        Corner((x, y, z)),
        device(gate, (-50.2, y, z), "Vanne amont pompe chauffage", "CVC-V-11"),
        device(pump, (-49.2, y, z), "Pompe de chauffage", "CVC-P-02"),
        device(gate, (-48.2, y, z), "Vanne aval pompe chauffage", "CVC-V-12"),
        Corner((-46.7, y, z)),
        Corner((-46.7, y, -2.3)),
        Corner((-46.7, 10.2, -2.3)),
        Corner((cx, 10.2, -2.3)),
        Corner((cx, 10.2, cz)),
        Corner((cx, cy, cz)),
    ]
    run(book, HEATING, system, stops, start=start, end=into)
    back, home = unit.port("heating out"), plates.port("secondary in")
    bx, by, bz = book.local(back)
    hx, hy, hz = book.local(home)
    stops = [
        Corner((bx, by, bz)),
        Corner((bx, 9.7, bz)),
        Corner((bx, 9.7, -2.6)),
        Corner((-46.4, 9.7, -2.6)),
        Corner((-46.4, 9.7, hz)),
        Corner((-46.4, hy, hz)),
        device(gate, (-47.4, hy, hz), "Vanne de retour chauffage", "CVC-V-13"),
        Corner((hx, hy, hz)),
    ]
    run(book, HEATING, system, stops, start=back, end=home)
    return _network(book, system, plates, heat)


def _network(book: Book, system: System, plates: Item, heat: Port | None) -> Port:
    """The primary side: from the street in the west, and back to it with a spare tee for the next module."""
    gate = water.valve(book, 0.05, carries=air.HEATING, style="fonte")
    into, out = plates.port("primary in"), plates.port("primary out")
    x, y, z = book.local(into)
    start: Vec = (-57.0, y, z) if heat is None else book.local(heat)
    deep = -6.2
    around = [
        (start[0], start[1], deep),
        (start[0], -8.0, deep),
        (-57.0, -8.0, deep),
        (-57.0, y, deep),
        (-57.0, y, z),
    ]
    lead = [Corner(start), *([] if heat is None else [Corner(p) for p in around])]
    stops = [
        *lead,
        Tee((-55.5, y, z), DOWN, "spare"),
        device(gate, (-52.6, y, z), "Vanne d'arrivée réseau de chaleur", "CVC-V-14"),
        Corner((x, y, z)),
    ]
    free = run(book, HEATING, system, stops, start=heat, end=into)
    ox, oy, oz = book.local(out)
    run(
        book,
        HEATING,
        system,
        [
            Corner((ox, oy, oz)),
            device(gate, (-52.6, oy, oz), "Vanne de départ réseau de chaleur", "CVC-V-15"),
            Corner((-57.0, oy, oz)),
        ],
        start=out,
    )
    return free["spare"]
