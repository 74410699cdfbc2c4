"""Orders of a station, as the cards of its list: the same filters, row by row."""

from __future__ import annotations

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from assets import permissions
from assets.models import Organisation
from assets.permissions import Verb
from maintenance import agenda, scope
from maintenance.models import WorkOrder
from twin import lookup
from twin.tables.table import Column, Filter, Narrowed, Reader, Table, all_words_in, number
from twin.templatetags.orders import look
from twin.templatetags.twin import icon

NO_DATE = "9999"
URGENT = "urgent"  # as a priority of the address: the first two
STATES = {
    "open": (gettext_lazy("open"), lambda: agenda.OPEN),
    "late": (gettext_lazy("late"), agenda.late),
    "today": (gettext_lazy("for today"), agenda.for_today),
    "progress": (gettext_lazy("in progress"), agenda.in_progress),
    "ended": (gettext_lazy("ended"), lambda: ~agenda.OPEN),
}
AROUND = ("source", "organisation", "asset__location__parent", "location__parent", "station")


def _rows(reader: Reader) -> QuerySet[WorkOrder]:
    seen = scope.orders_for(reader.user).filter(station=reader.station)
    return ranked(seen.select_related(*AROUND))


def ranked(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    """With the due date as a text, those without one last: a page mark holds texts and numbers only."""
    due = Coalesce(Cast("due_at", CharField(max_length=40)), Value(NO_DATE))
    return rows.annotate(due_text=due, firm_name=Coalesce(F("organisation__name"), F("team")))


def place(order: WorkOrder) -> str | None:
    found = scope.place_of(order)
    return lookup.place_words(found) if found else order.place_text or None


def equipment(order: WorkOrder) -> str | None:
    return order.asset.code if order.asset else order.equipment_code or None


def _state(order: WorkOrder) -> SafeString:
    seen = look(order)
    return format_html('<span class="state {}">{}{}</span>', seen.colour, icon(seen.sign), seen.words)


def _to_order(order: WorkOrder) -> str:
    return reverse("order", args=[order.station.code, order.pk])


def _to_sheet(order: WorkOrder) -> str | None:
    if order.asset is None or order.asset.removed_at is not None:
        return None
    return reverse("sheet", args=[order.station.code, order.asset.code])


def _by_state(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in STATES:
        return None
    words, condition = STATES[value]
    return rows.filter(condition()), str(words)


def _by_priority(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value == URGENT:
        return rows.filter(priority__in=agenda.URGENT), gettext("urgent (P1, P2)")
    if value not in WorkOrder.Priority.values:
        return None
    return rows.filter(priority=value), f"{value} · {WorkOrder.Priority(value).label}"


def _by_kind(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    if value not in WorkOrder.Kind.values:
        return None
    return rows.filter(kind=value), str(WorkOrder.Kind(value).label)


def _by_firm(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    firm = Organisation.objects.filter(pk=pk).first() if (pk := number(value)) else None
    if firm is None or not rows.filter(organisation=firm).exists():
        return None
    return rows.filter(organisation=firm), firm.name


def _firms(reader: Reader) -> list[tuple[str, str]]:
    seen = scope.orders_for(reader.user).filter(station=reader.station)
    firms = Organisation.objects.filter(work_orders__in=seen).distinct()
    return [(str(firm.pk), firm.name) for firm in firms]


def _by_located(rows: QuerySet, _reader: Reader, value: str) -> Narrowed:
    return (rows.filter(agenda.UNLOCATED), gettext("not located")) if value == "no" else None


def _priorities(_reader: Reader) -> list[tuple[str, str]]:
    each = [(value, f"{value} · {label}") for value, label in WorkOrder.Priority.choices]
    return [(URGENT, gettext("urgent (P1, P2)")), *each]


COLUMNS = (
    Column("number", gettext_lazy("Order"), lambda order: order.number or order.external_id, leads=_to_order),
    Column("title", gettext_lazy("What"), lambda order: order.title, sort="title", spoken=True, style="wide"),
    Column("priority", gettext_lazy("Priority"), lambda order: order.priority, sort="priority"),
    Column("state", gettext_lazy("State"), lambda order: look(order).words, shown=_state, style="short"),
    Column("kind", gettext_lazy("Kind"), lambda order: str(WorkOrder.Kind(order.kind).label).capitalize()),
    Column("equipment", gettext_lazy("Equipment"), equipment, leads=_to_sheet, code=True),
    Column("place", gettext_lazy("Place"), place),
    Column(
        "firm", gettext_lazy("Given to"), lambda order: order.given_to or None, sort="firm_name", spoken=True
    ),
    Column("planned", gettext_lazy("Planned"), lambda order: order.scheduled_at),
    Column("due", gettext_lazy("Due"), lambda order: order.due_at, sort="due_text"),
    Column("source", gettext_lazy("Source"), lambda order: order.source.name, on_page=False),
    Column("link", gettext_lazy("Address"), lambda order: order.url or None, on_page=False),
)

TABLE = Table(
    name="orders",
    tab="orders",
    words=gettext_lazy("Orders"),
    icon="wrench",
    may=lambda reader: permissions.may(reader.user, Verb.SEE_ORDERS, reader.station),
    rows=_rows,
    order=("priority", "due_text", "pk"),
    search=all_words_in("title", "number", "asset__code"),
    hint=gettext_lazy("Number, words, code…"),
    nothing=gettext_lazy("No order is known here yet: they come from the other system."),
    also="orders",
    also_words=gettext_lazy("As cards"),
    columns=COLUMNS,
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            _by_state,
            lambda reader: [(key, str(words).capitalize()) for key, (words, _) in STATES.items()],
        ),
        Filter("priority", gettext_lazy("Priority"), _by_priority, _priorities),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            _by_kind,
            lambda reader: [(value, str(label).capitalize()) for value, label in WorkOrder.Kind.choices],
        ),
        Filter("firm", gettext_lazy("Contractor"), _by_firm, _firms),
        Filter(
            "located", gettext_lazy("Place"), _by_located, lambda reader: [("no", gettext("not located"))]
        ),
    ),
)
