"""Does an order say that its equipment stands still? And may one without equipment be about a lift?

A noise or a dead button asks for a repair, and people still ride. Out of service is what is of the first priority, or
what the order says is stopped.
"""

from __future__ import annotations

import re
import unicodedata

from maintenance.models import WorkOrder

_STOPPED = re.compile(
    r"\b(bloque[es]*|arret\w*|en panne|panne totale|hs|h\.s\.?|hors service|immobilise\w*|coince\w*"
    r"|ne (?:marche|fonctionne|demarre) (?:pas|plus)|out of order|out of service|stopped|stuck|blocked|broken down"
    r"|does not (?:work|run|start))\b"
)
_PART = re.compile(
    r"\b(bouton|voyant|eclairage|lampe|ampoule|afficheur|affichage|ecran|haut[- ]parleur|ventilateur|ventilation"
    r"|interphone|miroir|main courante|button|light|lamp|display|screen|speaker|intercom|handrail|mirror)\w*\b"
)
_LIFT = re.compile(
    r"\b(ascenseurs?|asc|elevateurs?|monte[- ]charges?|lifts?|elevators?|escalators?|esc|trottoirs? roulants?"
    r"|escaliers? (?:mecaniques?|meca|roulants?)|moving (?:stairs|walkways?))\b"
)
_BEFORE = 30  # letters before the word, in which a part is named


def stops(order: WorkOrder) -> bool:
    """True for the first priority, and where a word for standing still is not said of a small part."""
    if order.priority == WorkOrder.Priority.P1:
        return True
    return any(_says_it(_plain(text)) for text in (order.title, order.description))


def may_be_a_lift(order: WorkOrder) -> bool:
    """Do its words speak of something that carries people between levels?"""
    words = (order.equipment_code, order.title, order.description, order.place_text)
    return any(_LIFT.search(_plain(text)) for text in words)


def _says_it(text: str) -> bool:
    """“bouton RDC HS” is the button's; “arrêt d'urgence” names a part; “bouton” two sentences before does not count."""
    for found in _STOPPED.finditer(text):
        before = re.split(r"[.;!?\n]", text[: found.start()])[-1][-_BEFORE:]
        if not _PART.search(before) and not text.startswith(" d'urgence", found.end()):
            return True
    return False


def _plain(text: str) -> str:
    """Small letters without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter)).replace("’", "'")
