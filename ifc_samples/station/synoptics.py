"""Two drawings of the sample station's water, as a site has them: a diagram (SVG) and an old sheet, scanned (PDF).

The diagram marks equipment with data-code; two valves are only written on it, one was taken out since. The scan is
pixels alone: hotspots.csv says where its equipment is, and one pump that was never fitted.
"""

from __future__ import annotations

import csv
from pathlib import Path

from ifc_samples.station.scans import Sheet, scanned

WATER, DRAWN, SOFT = "#1f7a4d", "#26323a", "#6b7680"
TITLE = "Gare de Val-d'Orme – eau froide sanitaire – synoptique – indice C – 14/03/2022"
WIDTH, HEIGHT = 1340, 620


def write(code: str, folder: Path) -> dict[str, object]:
    """Both drawings and hotspots.csv; what `files` of the station says of them, relative to `folder`."""
    (folder / code).mkdir(exist_ok=True)
    diagram, scan, spots = (
        f"{code}/{name}"
        for name in ("synoptique_eau_froide.svg", "releve_station_de_relevage.pdf", "hotspots.csv")
    )
    (folder / diagram).write_text(cold_water(), encoding="utf-8")
    sheet = lifting()
    (folder / scan).write_bytes(scanned(sheet, "Relevé de la station de relevage", seed=code))
    with (folder / spots).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["document", "page", "code", "x", "y", "width", "height"])
        for named, box in sheet.places.items():
            writer.writerow([Path(scan).name, 1, named, *(round(each, 4) for each in box)])
    return {"plans": [diagram, scan], "hotspots": spots}


def cold_water() -> str:
    """From the street to the loop: meter, two boosters side by side, vessel, five valves of the loop."""
    y, low = 170, 300
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="Helvetica, Arial, sans-serif" '
            'font-size="15" fill="none" stroke-linecap="round" stroke-linejoin="round">'
        ),
        "<title>Gare de Val-d'Orme – synoptique eau froide</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fffefb"/>',
        f'<rect x="14" y="14" width="{WIDTH - 28}" height="{HEIGHT - 28}" stroke="{SOFT}" stroke-width="1.5"/>',
        f'<path d="M150 60H840V370H150Z" stroke="{SOFT}" stroke-width="1.5" stroke-dasharray="7 6"/>',
        _words(164, 84, "Local surpression (sous-sol)", SOFT, 14),
        _words(902, 84, "Boucle en galerie, cuivre DN 50", SOFT, 14),
        _words(30, 200, "Rue", DRAWN),
        _line(f"M30 {y}H890"),
        _line(f"M510 {y}V{low}H745V{y}"),
        _line(f"M790 {y}V230"),
        _line(f"M890 {y}H1280V520H890Z"),
        _line("M990 520V552M1170 520V552"),
        _line(f"M1080 {y}V300M1080 520V410"),
        _line("M40 470H140"),
        _valve("EFS-V-001", 96, y, "branchement", up=True),
        _valve("EFS-V-002", 210, y, "générale", up=True),
        _box("EFS-FIL-01", 300, y, "filtre", '<path d="M-14 8L14 -8M-14 0L2 -8M-2 8L14 0"/>'),
        _box("EFS-CPT-01", 392, y, "compteur", '<circle r="11"/><path d="M0 0L6 -6"/>'),
        _check("EFS-CL-01", 464, y),
        _valve("EFS-V-003", 556, y, "", up=True),
        _pump("EFS-P-01", 628, y, "pompe 1"),
        _valve("EFS-V-004", 700, y, "", up=True),
        _valve("EFS-V-005", 556, low, "", up=True),
        _pump("EFS-P-02", 628, low, "pompe 2"),
        _valve("EFS-V-006", 700, low, "", up=True),
        _vessel("EFS-BAL-01", 790, 262),
        _valve("EFS-V-010", 990, y, "sud-est", up=True),
        _valve("EFS-V-011", 1180, y, "nord-est", up=True),
        _valve("EFS-V-012", 1280, 345, "nord-ouest", turned=True),
        _valve("EFS-V-013", 1230, 520, "ouest", up=True),
        _valve("EFS-V-014", 890, 345, "sud-ouest", turned=True, right=True),
        _tap("EFS-RP-01", 990, 552),
        _tap("EFS-RP-02", 1170, 552),
        _only_written("EFS-V-201", 1080, 300, "commerces"),
        _only_written("EFS-V-101", 1080, 410, "colonne ouest"),
        _valve("EFS-V-020", 90, 470, "déposée en 2023"),
        _words(30, HEIGHT - 32, TITLE, DRAWN, 14),
        "</svg>\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _line(path: str) -> str:
    return f'<path d="{path}" stroke="{WATER}" stroke-width="5"/>'


def _words(x: float, y: float, words: str, colour: str = DRAWN, size: int = 15, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="{anchor}">{words}</text>'


def _group(code: str, x: float, y: float, shapes: str, words: str) -> str:
    drawn = f'<g transform="translate({x} {y})" stroke="{DRAWN}" stroke-width="2.4">{shapes}</g>'
    return f'<g id="{code}" data-code="{code}">{drawn}{words}</g>'


def _label(code: str, x: float, y: float, said: str, anchor: str = "middle") -> str:
    below = _words(x, y + 15, said, SOFT, 12, anchor) if said else ""
    return _words(x, y, code, DRAWN, 13, anchor) + below


BOW = '<path d="M-15 -11L15 11V-11L-15 11Z" fill="#fffefb"/>'


def _valve(
    code: str, x: float, y: float, said: str, *, up: bool = False, turned: bool = False, right: bool = False
) -> str:
    if turned:
        bow = BOW.replace("<path", '<path transform="rotate(90)"')
        return _group(
            code, x, y, bow, _label(code, x + 22 if right else x - 22, y, said, "start" if right else "end")
        )
    return _group(code, x, y, BOW, _label(code, x, y - 36 if up else y + 32, said))


def _only_written(code: str, x: float, y: float, said: str) -> str:
    """As older drawings are: the symbol and the code, and nothing a program could hold on to."""
    return (
        f'<g><g transform="translate({x} {y}) rotate(90)" stroke="{DRAWN}" stroke-width="2.4">{BOW}</g>'
        f"{_words(x + 24, y + 5, code, DRAWN, 13)}</g>{_words(x + 24, y + 20, said, SOFT, 12)}"
    )


def _box(code: str, x: float, y: float, said: str, inside: str) -> str:
    frame = f'<rect x="-20" y="-16" width="40" height="32" rx="3" fill="#fffefb"/>{inside}'
    return _group(code, x, y, frame, _label(code, x, y + 34, said))


def _check(code: str, x: float, y: float) -> str:
    return _group(
        code,
        x,
        y,
        f'<path d="M-13 -11V11L13 0Z" fill="{DRAWN}"/><path d="M13 -12V12"/>',
        _label(code, x, y - 36, "clapet"),
    )


def _pump(code: str, x: float, y: float, said: str) -> str:
    shapes = '<circle r="22" fill="#fffefb"/><path d="M-10 -18L22 0L-10 18" fill="#dfeee2"/>'
    return _group(code, x, y, shapes, _label(code, x, y + 42, said))


def _vessel(code: str, x: float, y: float) -> str:
    shapes = '<rect x="-18" y="-32" width="36" height="64" rx="18" fill="#fffefb"/>'
    shapes += '<path d="M-18 0H18" stroke-dasharray="3 4"/>'
    return _group(code, x, y, shapes, _label(code, x, y + 50, "ballon"))


def _tap(code: str, x: float, y: float) -> str:
    return _group(
        code,
        x,
        y,
        '<path d="M-12 -8H12M0 -8V0M-8 0H8L4 12H-4Z" fill="#fffefb"/>',
        _label(code, x + 18, y + 8, "", "start"),
    )


def lifting(*, edition: str = "B", third_pump: bool = True) -> Sheet:
    """Floor drains, sump, two lifting pumps with check and valve, the manhole; `third_pump` was planned in 1998."""
    sheet = Sheet()
    sheet.words(70, 92, "VAL D'ORME  RELEVAGE EAUX USEES", 30)
    sheet.words(70, 810, f"RELEVE SUR PLACE  INDICE {edition}", 20)
    sheet.box(40, 30, 1160, 820)
    sheet.box(120, 430, 380, 290)  # the sump
    sheet.mark("EU-FO-01", 120, 430, 380, 290)
    sheet.words(140, 690, "FOSSE EU-FO-01", 20)
    sheet.line((120, 560), *((120 + 42 * n, 560 + (8 if n % 2 else 0)) for n in range(1, 10)), (500, 560))
    for n in range(4):
        x = 170 + 80 * n
        sheet.line((x, 250), (x, 430))
        sheet.line((x - 22, 250), (x + 22, 250), (x + 12, 232), (x - 12, 232), (x - 22, 250))
        sheet.words(x - 34, 176 + 26 * (n % 2), f"EU-S-1{n + 1}", 17)
        sheet.mark(f"EU-S-1{n + 1}", x - 38, 148, 80, 110)
    sheet.line((470, 430), (470, 640), (478, 655), (462, 655), (470, 640))
    sheet.mark("EU-SN-01", 440, 440, 56, 226)
    sheet.words(384, 470, "SN-01", 17)
    for n, x in enumerate((560, 730, 900)[: 3 if third_pump else 2], start=1):
        _lifting_pump(sheet, n, x)
    sheet.line((596, 200), (1080, 200), (1080, 330))
    sheet.box(1030, 330, 100, 100)
    sheet.line((1030, 330), (1130, 430))
    sheet.mark("EU-R-01", 1026, 326, 110, 140)
    sheet.words(1034, 458, "EU-R-01", 17)
    return sheet


def _lifting_pump(sheet: Sheet, n: int, x: float) -> None:
    sheet.line((500, 690), (x, 690), (x, 640))
    sheet.circle(x, 600, 40)
    sheet.line((x - 26, 628), (x, 560), (x + 26, 628))
    sheet.words(x + 48, 600, f"P-0{n}", 20)
    sheet.mark(f"EU-P-0{n}", x - 46, 552, 174, 94)
    sheet.line((x, 560), (x, 430))
    sheet.line((x - 22, 430), (x + 22, 430), (x, 400), (x - 22, 430))
    sheet.line((x - 22, 398), (x + 22, 398))
    sheet.line((x, 398), (x, 310))
    sheet.line((x - 22, 310), (x + 22, 270), (x - 22, 270), (x + 22, 310), (x - 22, 310))
    sheet.line((x, 270), (x, 200), (x + 36, 200))
    if n < 3:
        sheet.words(x + 32, 425, f"CL-0{n}", 17)
        sheet.mark(f"EU-CL-0{n}", x - 30, 388, 142, 52)
        sheet.words(x + 32, 298, f"V-0{n}", 17)
        sheet.mark(f"EU-V-0{n}", x - 30, 262, 130, 56)
