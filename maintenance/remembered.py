"""What people told us a source's words mean: the list of it, and forgetting one of them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from assets import history
from assets.models import Station
from maintenance.models import Source, SourceAlias


def of(source: Source, station: Station) -> QuerySet[SourceAlias]:
    """The newest first."""
    rows = SourceAlias.objects.filter(source=source, station=station)
    return rows.select_related("asset", "location__parent", "created_by").order_by("-pk")


@transaction.atomic
def forget(alias: SourceAlias, *, by) -> bool:
    """Orders with this word are no longer placed by it; those that were keep their place. False when it was gone."""
    held = SourceAlias.objects.select_for_update(of=("self",)).filter(pk=alias.pk).first()
    if held is None:
        return False
    was = {"alias": held.text, "asset": held.asset_id, "location": held.location_id}
    history.record(
        "forgotten", held, station=held.station, by=by, before=was, after={"name": f"“{held.text}”"}
    )
    held.delete()
    return True
