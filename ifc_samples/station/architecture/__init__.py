"""The ARC file: building, hall, platforms, tracks, underpass and what stands in them."""

from __future__ import annotations

from ifc_samples.station.architecture import (
    building,
    forecourt,
    furnishing,
    hall,
    platforms,
    tracks,
    underpass,
)
from ifc_samples.station.book import Book


def build(book: Book) -> None:
    """Everything of the architecture of one module."""
    building.build(book)
    hall.build(book)
    platforms.build(book)
    tracks.build(book)
    underpass.build(book)
    furnishing.build(book)
    forecourt.build(book)
