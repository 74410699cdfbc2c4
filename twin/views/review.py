"""The steward's inbox: what was declared in a station, property by property, decided from the keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from assets import characteristics, isolation_cards
from assets.models import Station
from assets.models.hanging import hung_on
from assets.register_values import Overtaken, Register, register_of
from maintenance import reviewing, three_way
from maintenance.declaration_steps import REVIEWED, State
from maintenance.models import Change, Declaration
from twin import cards, declared, wording
from twin.declared import ChangeLine
from twin.views.access import of_station, station_context

PAGE = 60
Kind, Verdict = Change.Kind, Change.Verdict


@dataclass(frozen=True)
class Row:
    """One change in the table; `opens` when it is the first of its declaration."""

    line: ChangeLine
    opens: bool
    may_decide: bool
    conflict: bool = False


@dataclass(frozen=True)
class Filter:
    """One way to narrow the table: its name in the address, its words, what it keeps."""

    name: str
    words: str
    keeps: Q


def filters() -> list[Filter]:
    conflict = Q(declaration__state=State.CONFLICT)
    return [
        Filter("verified", gettext("verified"), Q(kind=Kind.VERIFY) & ~Q(field=three_way.MOVED_FROM)),
        Filter("corrected", gettext("corrected"), Q(kind=Kind.CORRECT)),
        Filter("replaced", gettext("replaced"), Q(kind=Kind.REPLACE) | Q(field=three_way.MOVED_FROM)),
        Filter("cards", gettext("isolation cards"), Q(kind=Kind.CARD)),
        Filter("conflict", gettext("in conflict"), conflict),
        Filter("second", gettext("second person"), Q(needs_second=True, reviewed_by__isnull=False)),
        Filter("contractors", gettext("from contractors"), Q(declaration__organisation__isnull=False)),
        Filter("clean", gettext("nothing to examine"), ~conflict & Q(findings=[], needs_second=False)),
    ]


@of_station
def inbox(request: HttpRequest, station: Station) -> HttpResponse:
    _require(request, station)
    return render(request, "twin/review/inbox.html", _inbox(request, station))


@of_station
def change(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """One change beside the table: old and new side by side, the photo, who, when, on which order.

    Once it is decided, who decided it and when; without htmx, the table with it.
    """
    _require(request, station)
    found = _changes(station).filter(pk=pk).first()
    decided = _decided_before(station, pk) if found is None else ""
    if getattr(request, "htmx", False):
        shown = {"decided": decided} if found is None else _detail(request, station, found)
        return render(request, "twin/review/_change.html", shown)
    if decided:
        messages.info(request, decided)
    asked = request.GET.copy()
    if found is not None:
        asked["change"] = str(pk)
    return redirect(f"{reverse('review', args=[station.code])}?{asked.urlencode()}")


@require_POST
@of_station
def decide(request: HttpRequest, station: Station, pk: int) -> HttpResponse:
    """`verdict`: APPROVED, REFUSED (with its reason), OVER a conflict; for the whole declaration ALL or BACK. `seen`
    names what the page showed of each change: another word than that is not decided about."""
    _require(request, station)
    found = _changes(station).filter(pk=pk).first()
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    refusal = _decided_before(station, pk) if found is None else _decided(request, found, verdict, reason)
    if not getattr(request, "htmx", False):
        if refusal:
            messages.error(request, refusal)
        return redirect(f"{reverse('review', args=[station.code])}?{request.GET.urlencode()}")
    left = bool(refusal) and found is not None
    context = _inbox(request, station, after=None if left else pk, chosen=pk if left else None)
    beside = context["current"] == pk
    said = {"refusal": refusal if beside else "", "above": "" if beside else refusal, "answered": True}
    return render(request, "twin/review/_table.html", context | said)


def _decided_before(station: Station, pk: int) -> str:
    """What became of a change that waits no more, and by whom. Raises Http404 for one that never waited here."""
    sent = Change.objects.filter(declaration__station=station, declaration__submitted_at__isnull=False)
    known = sent.select_related("declaration", "reviewed_by", "seconded_by")
    return declared.decided(get_object_or_404(known, pk=pk))


def _decided(request: HttpRequest, found: Change, verdict: str, reason: str) -> str:
    """Carries it out; the sentence that says why not, "" when it was done."""
    if verdict == "ALL":
        refusals = [_decided(request, each, "APPROVED", "") for each in _together(found.declaration)]
        return " ".join(dict.fromkeys(filter(None, refusals)))
    try:
        if verdict == "BACK":
            reviewing.send_back(found.declaration, by=request.user, reason=reason)
            return ""
        over = verdict == "OVER"
        word = Verdict.APPROVED if over or verdict == "APPROVED" else Verdict.REFUSED
        if verdict not in ("APPROVED", "REFUSED", "OVER"):
            raise Http404
        seen = _seen(request).get(found.pk, "")
        done = reviewing.decide(found, by=request.user, verdict=word, reason=reason, over=over, seen=seen)
    except (reviewing.NotHers, reviewing.NotNow) as refusal:
        return str(refusal)
    except Overtaken:
        return gettext("Somebody else changed it at this very moment: look at it again.")
    if done.declaration.state == State.CONFLICT and done.verdict == Verdict.PENDING:
        return gettext("The register says something else by now: both values are shown, decide between them.")
    return ""


def _seen(request: HttpRequest) -> dict[int, str]:
    """By change, what the page showed: "12:0f3a…" each."""
    pairs = (text.partition(":") for text in request.POST.getlist("seen"))
    return {int(pk): said for pk, _, said in pairs if pk.isdecimal() and len(pk) < 19}


@require_POST
@of_station
def bulk(request: HttpRequest, station: Station) -> HttpResponse:
    """Approve the ticked rows, each for itself; what is not clean, or not hers to decide, stays with its reason."""
    _require(request, station)
    wanted = [int(pk) for pk in request.POST.getlist("change") if pk.isdecimal() and len(pk) < 19]
    approved, left = 0, set()
    for found in _changes(station).filter(pk__in=wanted[:PAGE]):
        if not declared.line(found).is_clean:
            left.add(gettext("it must be looked at by itself"))
        elif refusal := _decided(request, found, "APPROVED", ""):
            left.add(refusal)
        else:
            approved += 1
    if approved:
        told = ngettext("%(count)d value approved.", "%(count)d values approved.", approved)
        messages.success(request, told % {"count": approved})
    if left:
        messages.warning(request, gettext("Left in the list: %(why)s") % {"why": " ".join(sorted(left))})
    return redirect(f"{reverse('review', args=[station.code])}?{request.GET.urlencode()}")


def _require(request: HttpRequest, station: Station) -> None:
    if not reviewing.may_open(request.user, station):
        raise Http404


def _changes(station: Station) -> QuerySet[Change]:
    return (
        Change.objects.filter(
            declaration__station=station, declaration__state__in=REVIEWED, verdict=Verdict.PENDING
        )
        .select_related(
            "declaration__asset__location__parent",
            "declaration__run",
            "declaration__system",
            "declaration__location__parent",
            "card",
            "declaration__station",
            "declaration__author",
            "declaration__work_order",
            "declaration__organisation",
            "reviewed_by",
        )
        .prefetch_related("declaration__evidence")
        .order_by("declaration__submitted_at", "declaration_id", "pk")
    )


def _inbox(
    request: HttpRequest, station: Station, *, after: int | None = None, chosen: int | None = None
) -> dict[str, Any]:
    """The table, and the change that stands beside it: the asked one, the one that follows `after`, else the first."""
    every = _changes(station)
    rows = _filtered(every, request)
    shown = list(rows[: PAGE + 1])
    lines = _rows(shown[:PAGE], request.user, station)
    current = _current(lines, request, after, chosen)
    context = station_context(request, station, "review") | {
        "rows": lines,
        "more": len(shown) > PAGE,
        "total": every.count(),
        "matching": rows.count(),
        "filters": [(each, request.GET.get("show") == each.name) for each in filters()],
        "search": request.GET.get("search", ""),
        "query": request.GET.urlencode(),
        "current": current.line.change.pk if current else None,
        "nobody_else": _nobody_else(lines, request.user),
    }
    return context | (_detail(request, station, current.line.change) if current else {})


def _filtered(changes: QuerySet[Change], request: HttpRequest) -> QuerySet[Change]:
    keeps = next((each.keeps for each in filters() if each.name == request.GET.get("show")), None)
    if keeps is not None:
        changes = changes.filter(keeps)
    if search := request.GET.get("search", "").strip():
        of_asset = Q(declaration__asset__code__icontains=search) | Q(
            declaration__asset__name__icontains=search
        )
        for column in (
            "location__code",
            "location__name",
            "location__long_name",
            "run__code",
            "system__name",
        ):
            of_asset |= Q(**{f"declaration__{column}__icontains": search})
        of_person = Q(declaration__author__username__icontains=search)
        of_order = Q(declaration__work_order__number__icontains=search)
        changes = changes.filter(
            of_asset | of_person | of_order | Q(declaration__organisation__name__icontains=search)
        )
    return changes


def _rows(changes: Iterable[Change], user, station: Station) -> list[Row]:
    rows, former = [], None
    reviews = reviewing.may_review(user, station)
    said: dict[tuple[int, int | None], bool] = {}
    registers: dict[int | None, Register | None] = {}
    for each in changes:
        who = (each.author_id, each.reviewed_by_id)
        if who not in said:
            said[who] = user.pk not in who if reviews else reviewing.may_decide(user, each)
        disputed = each.declaration.state == State.CONFLICT and _in_conflict(each, registers)
        rows.append(Row(declared.line(each), each.declaration_id != former, said[who], disputed))
        former = each.declaration_id
    return rows


def _in_conflict(change: Change, registers: dict[int | None, Register | None]) -> bool:
    """Of a declaration in conflict, the values about which there is one."""
    declaration = change.declaration
    if declaration.asset_id not in registers:
        registers[declaration.asset_id] = three_way.register_for(declaration)
    return three_way.standing(change, registers[declaration.asset_id]) is three_way.Standing.CONFLICT


def _current(rows: list[Row], request: HttpRequest, after: int | None, chosen: int | None) -> Row | None:
    asked = chosen or _number(request.GET.get("change"))
    found = next((row for row in rows if row.line.change.pk == asked), None)
    if found is None and (place := _number(request.POST.get("place"))) is not None and rows and after:
        found = rows[min(place, len(rows) - 1)]
    return found or (rows[0] if rows else None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _nobody_else(rows: list[Row], user) -> str:
    """When no row is hers to decide, the page says why, and who decides, or that nobody here can."""
    if not rows or any(row.may_decide for row in rows):
        return ""
    changes = [row.line.change for row in rows]
    if all(each.author_id == user.pk for each in changes):
        why = gettext("You declared all of this yourself.")
    elif all(each.reviewed_by_id == user.pk for each in changes):
        why = gettext("You approved all of this first.")
    elif all(user.pk in (each.author_id, each.reviewed_by_id) for each in changes):
        why = gettext("You declared this yourself or approved it first.")
    else:
        return ""
    return f"{why} {reviewing.who_else_may(changes[0])}"


def _detail(request: HttpRequest, station: Station, found: Change) -> dict[str, Any]:
    declaration = found.declaration
    conflict, now = False, ""
    if found.kind == Kind.CARD:
        conflict = three_way.standing(found, None) is three_way.Standing.CONFLICT
        now = cards.of_said(station, isolation_cards.as_said(found.card).as_json()) if found.card else {}
    elif found.kind != Kind.VERIFY:
        register = register_of(declaration.asset)
        conflict = three_way.standing(found, register) is three_way.Standing.CONFLICT
        known = register.known(found.field)
        wanted = characteristics.of(found.field, declaration.asset.kind)
        now = declared.words(wanted, known.value, known.unit)
    return {
        "station": station,
        "line": declared.line(found),
        "conflict": conflict,
        "now": now,
        "others": [declared.line(each) for each in _others(found)],
        "may_decide": reviewing.may_decide(request.user, found),
        "together": [declared.line(each) for each in _together(declaration)],
        "who": reviewing.why_not(request.user, found),
        "language": wording.language(),
        "query": request.GET.urlencode(),
    }


def _together(declaration: Declaration) -> QuerySet[Change]:
    return _changes(declaration.station).filter(declaration=declaration)


def _others(found: Change) -> list[Change]:
    """What was declared of the same characteristic by others and waits too, or was in the same declaration."""
    about = hung_on(found.declaration.subject)
    same = Q(**{f"declaration__{name}": one for name, one in about.items()}, field=found.field) & ~Q(field="")
    changes = _changes(found.declaration.station).filter(same).exclude(pk=found.pk)
    return list(changes[:5])
