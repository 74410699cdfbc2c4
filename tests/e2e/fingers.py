"""Fingers on the screen, as many as it takes: what Playwright's one tap cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Page

Spot = tuple[float, float]


def drag(page: Page, *fingers: Sequence[Spot]) -> None:
    """Put each finger down at the first of its spots, lead it along the others, and lift all of them."""
    with _down(page, fingers):
        pass


@contextmanager
def resting(page: Page, *spots: Spot) -> Iterator[None]:
    """One finger goes along the spots and rests at the last one as long as the block lasts."""
    with _down(page, [spots]):
        yield


@contextmanager
def _down(page: Page, fingers: Sequence[Sequence[Spot]]) -> Iterator[None]:
    session = page.context.new_cdp_session(page)

    def send(kind: str, step: int | None = None) -> None:
        now = [] if step is None else [finger[step] for finger in fingers]
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(now)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", 0)
    for step in range(1, len(fingers[0])):
        send("touchMove", step)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    yield
    send("touchEnd")
    session.detach()
