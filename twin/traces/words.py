"""What a trace says, sentence by sentence: nothing here knows how it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext

from assets import kinds
from assets.networks.answers import Ending
from assets.networks.evidence import Doubt, Reason
from twin import wording

MOST_NAMED = 4  # rooms or things of one sentence

LOST: dict[str, Promise] = {
    "water": gettext_lazy("No more water: %(what)s."),
    "drainage": gettext_lazy("Nothing drains any more: %(what)s."),
    "air": gettext_lazy("No more ventilation: %(what)s."),
    "heating": gettext_lazy("No more heating or cooling: %(what)s."),
    "fire": gettext_lazy("No more fire protection: %(what)s."),
    "electricity": gettext_lazy("No more power: %(what)s."),
    "data": gettext_lazy("No more signal: %(what)s."),
    "gas": gettext_lazy("No more gas: %(what)s."),
}
LOST_ANYTHING = gettext_lazy("Loses service: %(what)s.")

ENDINGS: dict[Ending, Promise] = {
    Ending.SOURCE: gettext_lazy("Followed to where the network begins or ends in the models."),
    Ending.OPEN_END: gettext_lazy(
        "The models stop at an open end here: something may be missing beyond it, to be followed on site."
    ),
    Ending.RESTRICTED: gettext_lazy("Part of the network is not told to firms; this answer stops there."),
    Ending.FILE_LIMIT: gettext_lazy(
        "The models hold no supply of this network: what comes from outside them is not known."
    ),
}
KEPT_FROM_FIRMS = gettext_lazy(
    "Networks of fire protection, security and communication are not told to firms: ask the station."
)
REASONS: dict[Reason, Promise] = {
    Reason.PORTS_NEAR: gettext_lazy("drawn a few centimetres apart"),
    Reason.DISTANCE_UNKNOWN: gettext_lazy("the model does not say where they meet"),
    Reason.MEDIUM_UNSAID: gettext_lazy("the model does not say what flows there"),
    Reason.NAMED: gettext_lazy("one names the other, no connection is drawn"),
    Reason.SAME_CIRCUIT: gettext_lazy("on the same circuit, no connection is drawn"),
    Reason.PART_OF: gettext_lazy("drawn inside its board"),
    Reason.CONFIRMED: gettext_lazy("confirmed by the data steward"),
    Reason.PROPOSED_PORTS: gettext_lazy("two open ends that lie together, not confirmed"),
    Reason.PROPOSED_ENDS: gettext_lazy("two ends that lie together, not confirmed"),
}
DOUBTS: dict[Doubt, Promise] = {
    Doubt.MISSING_CONNECTION: gettext_lazy("an open end beside another one: a connection may be missing"),
    Doubt.OPEN_INLET: gettext_lazy("an open inlet: a second supply, or a missing connection"),
    Doubt.OPEN_OUTLET: gettext_lazy("an open outlet: it may drain another way too"),
    Doubt.OPEN_END: gettext_lazy("it ends in nothing: what it served may be missing from the model"),
    Doubt.OPEN_EITHER_WAY: gettext_lazy("an open end whose direction nobody says"),
    Doubt.PORT_MISSING: gettext_lazy("the model draws one end only"),
    Doubt.FEED_UNDRAWN: gettext_lazy("the model draws nothing that feeds it"),
    Doubt.REJECTED_CONNECTION: gettext_lazy("a connection of the model that is not believed"),
    Doubt.WRONG_NEIGHBOUR: gettext_lazy("joined to one end though another lies nearer"),
    Doubt.DRAWN_TWICE: gettext_lazy("drawn twice in the same place"),
    Doubt.MEDIA_MIXED: gettext_lazy("the model says that its ends carry different things"),
    Doubt.MEDIUM_UNKNOWN: gettext_lazy("nobody has said what flows through it"),
    Doubt.STATE_UNKNOWN: gettext_lazy("whether it is open or closed is not known"),
    Doubt.ONE_WAY_UNSAID: gettext_lazy("a check valve whose direction nobody says"),
    Doubt.CONTROL_LOST: gettext_lazy("without its control it stops, or stays as it is: no model says which"),
    Doubt.KIND_UNSAID: gettext_lazy("whether it can cut this off is not said"),
    Doubt.FED_UNNAMED: gettext_lazy("what it feeds is named nowhere"),
    Doubt.DIRECTIONS_CLASH: gettext_lazy("two directions of the model contradict each other here"),
    Doubt.DIRECTION_UNSAID: gettext_lazy("which way it flows here is not sure"),
    Doubt.LOOSE: gettext_lazy("hangs on nothing in the model: it may belong here"),
}


def listed(words: Sequence[str], rest: int = 0) -> str:
    """ "a, b, c and 3 more"."""
    said = ", ".join(words)
    if not rest:
        return said
    more = ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest}
    return gettext("%(first)s and %(more)s") % {"first": said, "more": more}


def enumerated(words: Sequence[str], *, most: int) -> str:
    """ "a, b and c"; more than `most` are "a, b and 3 more"."""
    if len(words) > most:
        return listed(words[: most - 1], len(words) - most + 1)
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def counted(found: Iterable[str]) -> list[str]:
    """Keys of kinds → ["3 toilets", "1 shower"], the most first."""
    language = wording.language()
    return [
        f"{count} {_kind(key, language, plural=count > 1)}" for key, count in Counter(found).most_common()
    ]


def _kind(key: str, language: str, *, plural: bool) -> str:
    known = kinds.by_key().get(key)
    if known is None:
        return wording.kind(key)
    word = known.label(language, plural=plural)
    return word if word.isupper() else word[:1].lower() + word[1:]


def acts(devices: Sequence[tuple[str, bool]]) -> str:
    """(code, whether it is switched) in order → "Close V-112, then V-087."."""
    clauses: list[str] = []
    for at, (code, switched) in enumerate(devices):
        same = at > 0 and devices[at - 1][1] == switched
        if same:
            clauses.append(code)
        else:
            clauses.append(
                (gettext("switch off %(code)s") if switched else gettext("close %(code)s")) % {"code": code}
            )
    # Translators: between two devices that are closed one after the other
    return capfirst(gettext(", then ").join(clauses)) + "."


def state(conducts: bool | None, *, switched: bool) -> str:
    """What the models say of a device; nobody operates one on the word of a screen."""
    if conducts is None:
        return gettext("state to verify on site")
    if switched:
        known = gettext("normally on") if conducts else gettext("drawn as switched off")
    else:
        known = gettext("normally open") if conducts else gettext("drawn as closed")
    return gettext("%(state)s, to verify on site") % {"state": known}
