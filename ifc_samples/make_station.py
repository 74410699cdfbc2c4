"""
Make the sample station: `python -m ifc_samples.make_station [--output DIR] [--scale N] [--discipline ARC …]`.

Same arguments, same bytes: GlobalIds are derived from what things are, time stamps are fixed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from ifc_samples.station import cards, documents, drawing, portfolio, truth
from ifc_samples.station.book import Book
from ifc_samples.station.whole import FILES, make_book
from ifc_samples.station.writing.files import write_discipline

HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    options = _parse(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    book = make_book(options.scale)
    for name, (discipline, schema) in FILES.items():
        if options.discipline and discipline not in options.discipline:
            continue
        _write(book, discipline, schema, options.output / name)
    if not options.discipline:
        truth.write(book, FILES, options.output / f"{book.code}_truth.json")
        documents.write(options.output / "documents")
        drawing.write(book, options.output / "documents")
        portfolio.write(options.output / "portfolio")
        cards.write(options.output / "portfolio")
    return 0


def _write(book: Book, discipline: str, schema: str, path: Path) -> None:
    start = time.monotonic()
    write_discipline(book, discipline, schema, path)
    size = path.stat().st_size / 1e6
    print(f"{path.name}: {size:.2f} MB, {time.monotonic() - start:.1f} s", file=sys.stderr)


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the sample station « Gare de Val-d'Orme ».")
    parser.add_argument(
        "--output", type=Path, default=HERE, help="folder for the files (default: beside this program)"
    )
    parser.add_argument(
        "--scale", type=int, default=1, metavar="N", help="N stations joined into one (for benchmarks)"
    )
    parser.add_argument("--discipline", action="append", help="only this discipline; may be repeated")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
