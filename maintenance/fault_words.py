"""What is usually wrong with a kind of equipment, in the words of people on a platform: one tap instead of typing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Beginning of a kind's key (assets/kinds.csv) → what people say. The longest beginning that fits wins.
_USUAL: dict[str, tuple] = {
    "transport-element-elevator": (
        _("Stopped"),
        _("Somebody is stuck inside"),
        _("A door does not close"),
        _("A button does not answer"),
        _("Unusual noise"),
    ),
    "transport-element-escalator": (
        _("Stopped"),
        _("Unusual noise"),
        _("It jerks"),
        _("The handrail drags"),
        _("A step is damaged"),
    ),
    "sanitary-terminal": (_("Leak"), _("Blocked"), _("No water"), _("Broken"), _("Bad smell")),
    "light-fixture": (_("Does not light"), _("Flickers"), _("Hangs loose"), _("Stays lit")),
    "door": (_("Does not open"), _("Does not close"), _("The lock is stuck"), _("Broken glass")),
    "pump": (_("Stopped"), _("Leak"), _("Unusual noise"), _("Runs without stopping")),
    "valve": (_("Leak"), _("Stuck"), _("The handle is missing")),
    "pipe": (_("Leak"), _("Dripping"), _("The insulation is torn")),
    "audio-visual-appliance-display": (_("Black screen"), _("Wrong information"), _("Cracked screen")),
    "audio-visual-appliance-speaker": (_("No sound"), _("Crackles")),
    "electric-distribution-board": (_("A breaker has tripped"), _("Smell of burning"), _("The door is open")),
    "alarm": (_("Sounds without reason"), _("Does not sound"), _("Damaged")),
    "sensor": (_("Signals a fault"), _("Damaged")),
    "ticket-machine": (_("Out of order"), _("Refuses payment"), _("The screen is frozen")),
    "unitary-equipment": (
        _("Stopped"),
        _("Too hot or too cold"),
        _("Water on the floor"),
        _("Unusual noise"),
    ),
}
_ALWAYS = (_("Does not work"), _("Leak"), _("Unusual noise"), _("Damaged"), _("Bad smell"))
_IN_A_PLACE = (
    _("Water on the floor"),
    _("No light"),
    _("Too hot or too cold"),
    _("Damaged"),
    _("Bad smell"),
    _("Dirty"),
)


def usual(kind: str) -> list[str]:
    """What is usually wrong with equipment of this kind, in the reader's language."""
    fitting = [beginning for beginning in _USUAL if kind.startswith(beginning)]
    words = _USUAL[max(fitting, key=len)] if fitting else _ALWAYS
    return [str(word) for word in words]


def usual_in_a_place() -> list[str]:
    return [str(word) for word in _IN_A_PLACE]
