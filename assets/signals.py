"""What the register tells those above it, in the transaction that did it."""

from django.dispatch import Signal

# A revision became the published one of its discipline. Sent with `revision` and `by` (None: the system itself).
revision_published = Signal()
