"""The assets that may answer, chosen by the database, with where each word of the question was found.

One walk over an index that holds all that is asked of an asset (`one_walk_to_search`), 100,000 of them in 20 to 60 ms
on SQLite and on PostgreSQL alike. No index of words of our own (FTS5 and pg_trgm differ, the latter asks for a right
that few databases give; an index in memory is built anew in each process after each change): the register is the only
truth, so what was just declared is found at once. What few rows hold (places, types, serial numbers, documents) is
looked up first and comes into the walk as keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import and_, or_

from django.db.models import Case, Count, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Replace

from assets.ifc.codes import normalise as code_key
from assets.models import Asset, AssetAlias, AssetType, Document, DocumentLink, Station, Unit
from assets.search import normalise, spelt_apart
from twin.searching.places import Places, said_in
from twin.searching.question import Question, Term
from twin.searching.spelling import holding

MOST_WEIGHED = 200
_MOST_KEYS = 400  # of documents and serial numbers, for a word that nearly all of them hold
_SHORTEST_SERIAL = 5
_SHORTEST_OF_TYPES = 2
_DIGITS = 3  # of a serial number
_BY_DOCUMENT = 0.8


@dataclass
class Found:
    """Where a term is found in the station beside the assets' own text: {key: how well}."""

    term: Term
    places: dict[int, float] = field(default_factory=dict)
    types: dict[int, float] = field(default_factory=dict)
    assets: dict[int, float] = field(default_factory=dict)

    @property
    def condition(self) -> Q:
        found = [
            reduce(and_, (holding(word) for word in spelling)) for spelling in self.term.spellings if spelling
        ]
        keys = (
            ("kind__in", self.term.kinds),
            ("location__in", self.places),
            ("type__in", self.types),
            ("pk__in", self.assets),
        )
        found += [Q(**{name: sorted(values)}) for name, values in keys if values]
        return reduce(or_, found)


def look_up(station: Station, question: Question, places: Places) -> list[Found]:
    """Each term with the places, types and documents that say it."""
    types = [
        (pk, _said(*words))
        for pk, *words in AssetType.objects.filter(station=station)
        .order_by()
        .values_list("pk", "name", "manufacturer", "model")
    ]
    found = []
    for term in question.terms:
        told = Found(term, places.closeness(term))
        if any(len(word) >= _SHORTEST_OF_TYPES and not word.isdigit() for word in term.words):
            told.types = {pk: near for pk, said in types if (near := said_in(term, said))}
        found.append(told)
    _add_documents(station, found)
    return found


@lru_cache(maxsize=20_000)
def _said(*texts: str) -> str:
    return " ".join(map(spelt_apart, texts))


def _add_documents(station: Station, found: Sequence[Found]) -> None:
    rows = Document.objects.filter(station=station).order_by().values_list("pk", "identification", "name")
    documents = [(pk, _said(*texts)) for pk, *texts in rows]
    close = [
        {pk: near * _BY_DOCUMENT for pk, said in documents if (near := said_in(told.term, said))}
        for told in found
    ]
    if not any(close):
        return
    links = DocumentLink.objects.filter(document__in=set().union(*close)).order_by()
    for document, asset, type_, place in links.values_list("document", "asset", "type", "location"):
        for told, near in zip(found, close, strict=True):
            if document not in near:
                continue
            if asset and len(told.assets) < _MOST_KEYS:
                told.assets.setdefault(asset, near[document])
            elif type_:
                told.types.setdefault(type_, near[document])
            elif place:
                told.places.setdefault(place, near[document])


def add_serials(station: Station, question: Question, found: Sequence[Found]) -> frozenset[int]:
    """Tell each term which units bear it in their serial number; returns the assets whose number holds the whole.

    This reads every unit, so it is asked only when the words say nothing.
    """
    words = {word for told in found for word in told.term.words} | {question.glued}
    numbers = {
        word for word in words if len(word) >= _SHORTEST_SERIAL and sum(map(str.isdigit, word)) >= _DIGITS
    }
    if not numbers:
        return frozenset()
    plain = Replace(Replace(Replace(F("serial"), Value("-")), Value(" ")), Value("."))
    units = Unit.objects.filter(station=station, removed_on=None, asset__isnull=False).alias(plain=plain)
    units = units.filter(reduce(or_, (Q(plain__icontains=number) for number in numbers)))
    serials = [
        (asset, normalise(serial)) for asset, serial in units.values_list("asset", "serial")[:_MOST_KEYS]
    ]
    for told in found:
        for number in told.term.words & numbers:
            told.assets |= {asset: 1.0 for asset, serial in serials if number in serial}
    return frozenset(asset for asset, serial in serials if question.glued in serial)


def live(station: Station) -> QuerySet[Asset]:
    return Asset.objects.live().filter(station=station)


def exact(station: Station, typed: str) -> list[int]:
    """The assets whose code, or another name that leads to them, is what was typed."""
    named = AssetAlias.objects.filter(asset__station=station, asset__removed_at=None, alias=typed)
    coded = live(station).filter(code_key=code_key(typed)).order_by()
    return list(coded.values_list("pk", flat=True).union(named.order_by().values_list("asset", flat=True)))


def all_of(
    station: Station,
    question: Question,
    found: Sequence[Found],
    near: set[int],
    holders: frozenset[int] = frozenset(),
) -> list[int]:
    """The assets that hold every term, or the whole question in their code or their unit's serial number."""
    condition = reduce(and_, (told.condition for told in found))
    if question.may_be_a_number:
        condition |= Q(search_text__contains=question.glued)
    if holders:
        condition |= Q(pk__in=sorted(holders))
    return _first(live(station).filter(condition), found, near)


def naming(station: Station, kinds: Iterable[str], codes: Iterable[str], near: set[int]) -> list[int]:
    """Assets of these kinds that name one of these codes: the breaker of a pump bears the pump's."""
    condition = reduce(or_, (Q(search_text__contains=f" {code}") for code in codes), Q(pk__in=[]))
    return _first(live(station).filter(condition, kind__in=sorted(kinds)), (), near)


def _first(rows: QuerySet[Asset], found: Sequence[Found], near: set[int]) -> list[int]:
    kinds = sorted({kind for told in found for kind in told.term.kinds})
    places = sorted({pk for told in found for pk in told.places})
    order = [
        Case(When(kind__in=kinds, then=0), default=1, output_field=IntegerField()) if kinds else None,
        Case(When(location__in=sorted(near), then=0), default=1, output_field=IntegerField())
        if near
        else None,
        Case(When(location__in=places, then=0), default=1, output_field=IntegerField()) if places else None,
        Length("search_text"),
    ]
    ordered = rows.order_by(*(one for one in order if one is not None), "pk")
    return list(ordered.values_list("pk", flat=True)[:MOST_WEIGHED])


def counts(station: Station, found: Sequence[Found], one_in: int) -> list[int]:
    """How many assets hold each term, of one in so many."""
    part = live(station).annotate(part=F("pk") % one_in).filter(part=0)
    counted = part.aggregate(
        **{f"of_{at}": Count("pk", filter=told.condition) for at, told in enumerate(found)}
    )
    return [counted[f"of_{at}"] for at in range(len(found))]


def some_of(station: Station, found: Sequence[Found], weights: Sequence[float]) -> list[int]:
    """The assets that hold most of what is asked, by the weight of the terms."""
    worth = [
        Case(When(told.condition, then=Value(weight)), default=Value(0.0), output_field=FloatField())
        for told, weight in zip(found, weights, strict=True)
    ]
    rows = live(station).annotate(worth=reduce(lambda one, other: one + other, worth))
    best = rows.order_by("-worth", Length("search_text"), "pk").values_list("pk", "worth")[:MOST_WEIGHED]
    return [pk for pk, worth in best if worth]
