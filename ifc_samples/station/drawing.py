"""The legacy single-line diagram of the main board, as an SVG whose groups carry codes (ids and data-code)."""

from __future__ import annotations

from pathlib import Path

from ifc_samples.station.book import Book, Item

COLUMN = 150
TOP = 150


def write(book: Book, folder: Path) -> None:
    """VDO_unifilaire_TGBT.svg: grid, transformer, bus bar, one column a feeder with its board and circuits."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "VDO_unifilaire_TGBT.svg").write_text(single_line(book), encoding="utf-8")


def single_line(book: Book) -> str:
    """The diagram as it was drawn in 2019: it does not know the circuits' loads, only the boards."""
    by_code = {item.code: item for item in book.items if item.code and item.discipline == "CFO"}
    feeders = [item for item in book.items if item.parent is by_code["CFO-TGBT-01"]]
    width = 120 + COLUMN * len(feeders)
    body = [_header(width), _source(by_code), _bar(by_code["CFO-TGBT-01"], width)]
    body += [_feeder(feeder, _fed(feeder), 90 + COLUMN * n) for n, feeder in enumerate(feeders)]
    return "\n".join([*body, "</svg>\n"])


def _header(width: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 460" font-family="Helvetica, Arial, sans-serif" '
        f'font-size="13" fill="none" stroke="#222" stroke-width="1.6">\n'
        f"<title>Gare de Val-d'Orme – schéma unifilaire du TGBT</title>\n"
        f'<rect width="{width}" height="460" fill="#fff" stroke="none"/>\n'
        '<text x="20" y="445" fill="#222" stroke="none">'
        "Gare de Val-d'Orme – TGBT – schéma unifilaire – indice A – 02/04/2019</text>"
    )


def _group(code: str, label: str, shapes: str, x: int, y: int) -> str:
    text = f'<text x="{x}" y="{y}" fill="#222" stroke="none">{label}</text>'
    return f'<g id="{code}" data-code="{code}">{shapes}{text}</g>'


def _source(by_code: dict[str | None, Item]) -> str:
    assert "CFO-TR-01" in by_code
    rings = '<circle cx="90" cy="52" r="18"/><circle cx="90" cy="76" r="18"/><path d="M90 14V34M90 94V150"/>'
    return _group("CFO-TR-01", "TR-01 20 kV / 400 V 630 kVA", rings, 120, 68)


def _bar(board: Item, width: int) -> str:
    line = f'<path d="M40 {TOP}H{width - 30}" stroke-width="5"/>'
    return _group(board.code or "", "CFO-TGBT-01 jeu de barres 400 V", line, width - 330, TOP - 14)


def _fed(breaker: Item) -> Item | None:
    """The board behind a feeder's cable."""
    cable = next((peer.item for peer in breaker.port("out").peers), None)
    return next((peer.item for peer in cable.port("out").peers), None) if cable else None


def _feeder(breaker: Item, board: Item | None, x: int) -> str:
    blade = f"M{x} {TOP}V{TOP + 40}L{x + 16} {TOP + 70}M{x} {TOP + 72}V{TOP + 130}"
    cross = f"M{x - 6} {TOP + 66}L{x + 6} {TOP + 78}M{x + 6} {TOP + 66}L{x - 6} {TOP + 78}"
    switch = f'<path d="{blade}{cross}"/>'
    drawn = _group(breaker.code or "", (breaker.code or "").replace("CFO-", ""), switch, x + 14, TOP + 58)
    if board is None or board.code is None:
        return drawn + f'\n<text x="{x - 30}" y="{TOP + 150}" fill="#222" stroke="none">réserve</text>'
    outs = sum(port.plan.name.startswith("out") for port in board.ports)
    frame = f'<rect x="{x - 55}" y="{TOP + 130}" width="120" height="90" rx="4"/>'
    if outs > 1:
        words = f"{outs} départs"
        frame += f'<text x="{x - 45}" y="{TOP + 205}" fill="#555" stroke="none" font-size="11">{words}</text>'
    return drawn + "\n" + _group(board.code, board.code, frame, x - 45, TOP + 180)
