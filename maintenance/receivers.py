"""What maintenance does when the register changes. Loaded at every start, so it is thin: verbs come when needed."""

from __future__ import annotations

from django.dispatch import receiver

from assets import signals
from assets.models import Revision


@receiver(signals.revision_published, dispatch_uid="maintenance.declarations_follow")
def declarations_follow(sender, *, revision: Revision, by=None, **_) -> None:
    """What a publication means for the declarations in it."""
    from maintenance import writeback  # brings the IFC library along, which few processes need

    writeback.settle(revision, by=by)
