"""The words of the manager's five questions: what is asked, what the number means, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from assets.models import Station
from maintenance.questions import Answer


@dataclass(frozen=True)
class Worded:
    """An answer as it is read. `base` and `missing` are sentences; `action` is (words, address) or None."""

    answer: Answer
    title: str
    base: str
    missing: str
    good: bool
    action: tuple[str, str] | None


def worded(answer: Answer, station: Station | None) -> Worded:
    """`station`: the one that is asked about, or None for all."""
    title, base, missing = _WORDS[answer.key](answer)
    action = _action(answer, station or _first_station(answer))
    return Worded(answer, title, base, missing, good=answer.count == 0, action=action)


def _out_of_service(answer: Answer) -> tuple[str, str, str]:
    base = ngettext("of %(n)d lift or escalator", "of %(n)d lifts and escalators", answer.n) % {"n": answer.n}
    if answer.apart:
        base = ngettext(
            "of %(n)d lift or escalator that is followed (%(apart)d without a source)",
            "of %(n)d lifts and escalators that are followed (%(apart)d without a source)",
            answer.n,
        ) % {"n": answer.n, "apart": answer.apart}
    if answer.watched:
        base += " · " + ngettext(
            "%(count)d that runs is to be watched", "%(count)d that run are to be watched", answer.watched
        ) % {"count": answer.watched}
    if answer.also:
        base += " · " + ngettext(
            "and %(count)d other piece of equipment", "and %(count)d other pieces of equipment", answer.also
        ) % {"count": answer.also}
    missing = ngettext(
        "%(count)d urgent order on no equipment speaks of a lift or an escalator.",
        "%(count)d urgent orders on no equipment speak of a lift or an escalator.",
        answer.unknown,
    ) % {"count": answer.unknown}
    return gettext("Out of service now"), base, missing if answer.unknown else ""


def _controls(answer: Answer) -> tuple[str, str, str]:
    base = ngettext("of %(n)d open control", "of %(n)d open controls", answer.n) % {"n": answer.n}
    if answer.also:
        base += " · " + ngettext("%(count)d overdue", "%(count)d overdue", answer.also) % {
            "count": answer.also
        }
    return gettext("Controls overdue or due in 60 days"), base, _without_date(answer.unknown)


def _late(answer: Answer) -> tuple[str, str, str]:
    base = ngettext("of %(n)d open order with a date", "of %(n)d open orders with a date", answer.n) % {
        "n": answer.n
    }
    return gettext("Late orders, by contractor"), base, _without_date(answer.unknown)


def _without_date(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)d has no date: nobody can say whether it is late.",
        "%(count)d have no date: nobody can say whether they are late.",
        count,
    ) % {"count": count}


def _not_located(answer: Answer) -> tuple[str, str, str]:
    base = ngettext("of %(n)d open order", "of %(n)d open orders", answer.n) % {"n": answer.n}
    missing = ngettext(
        "%(count)d more is known by its room or level only.",
        "%(count)d more are known by their room or level only.",
        answer.also,
    ) % {"count": answer.also}
    return gettext("Orders not located"), base, missing if answer.also else ""


def _to_verify(answer: Answer) -> tuple[str, str, str]:
    base = ngettext(
        "of %(n)d piece of equipment in tomorrow's work zones",
        "of %(n)d pieces of equipment in tomorrow's work zones",
        answer.n,
    ) % {"n": answer.n}
    said = []
    if answer.unknown:
        said.append(
            ngettext(
                "%(count)d order of tomorrow is in no known room.",
                "%(count)d orders of tomorrow are in no known room.",
                answer.unknown,
            )
            % {"count": answer.unknown}
        )
    if answer.also:
        said.append(
            ngettext(
                "%(count)d open order has no planned day.",
                "%(count)d open orders have no planned day.",
                answer.also,
            )
            % {"count": answer.also}
        )
    return gettext("Data to verify in tomorrow's work zones"), base, " ".join(said)


_WORDS = {
    "out_of_service": _out_of_service,
    "controls": _controls,
    "late_by_firm": _late,
    "not_located": _not_located,
    "to_verify_tomorrow": _to_verify,
}


def _first_station(answer: Answer) -> Station | None:
    """Where the first row is: the action leads there when all stations are asked about."""
    for row in answer.rows:
        found = row.order or row.asset
        if found is not None:
            return found.station
        if row.station is not None:
            return row.station
    return None


def _action(answer: Answer, station: Station | None) -> tuple[str, str] | None:
    if station is None or not answer.count:
        return None
    orders = reverse("orders", args=[station.code])
    near = {"name": station.name}
    return {
        "out_of_service": (
            gettext("See the urgent orders of %(name)s") % near,
            f"{orders}?kind=CORRECTIVE&priority=urgent",
        ),
        "controls": (
            gettext("See the controls of %(name)s") % near,
            f"{orders}?kind=INSPECTION&kind=PREVENTIVE&days=60",
        ),
        "late_by_firm": (gettext("See the late orders of %(name)s") % near, f"{orders}?state=late"),
        "not_located": (gettext("Say where they are in %(name)s") % near, _unplaced(station)),
        "to_verify_tomorrow": (
            gettext("Print the labels of these rooms in %(name)s") % near,
            f"{reverse('labels', args=[station.code])}?tomorrow=1",
        ),
    }[answer.key]


def _unplaced(station: Station) -> str:
    try:
        return reverse("unplaced", args=[station.code])
    except NoReverseMatch:
        return f"{reverse('orders', args=[station.code])}?located=no"
