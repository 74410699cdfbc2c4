"""What must stand in both books once killed stories are over: everything once, nothing by halves."""

from __future__ import annotations

import json
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F

from assets import history
from assets.models import (
    Asset,
    Element,
    Finding,
    HistoryEntry,
    Job,
    PropertyVersion,
    Revision,
    Unit,
)
from maintenance.models import (
    Act,
    Change,
    Declaration,
    Evidence,
    Notice,
    OutboxMessage,
    Request,
    Sync,
    WorkOrder,
)
from maintenance.pretend_cmms.models import MODELS
from maintenance.pretend_cmms.records import Records
from tests.assets.test_workers import until
from tests.twin.killed_story import Story
from twin.models import Scene

REPAIRED = 3
TOLD = {"request": 1, "status": 2, "report": 1, "proposal": 1}
ACTS = ("acknowledged", "started", "done")
PHOTOS = 2  # in the other system: of the fault, of the work
PLATE = {"serial_number", "manufacturer", "model", "installation_date"}


class Books:
    """Ours are asked through the database, the other system's are read from its file."""

    def __init__(self, cmms: Path) -> None:
        self.cmms = Records(cmms)

    def rows(self, model: str, *domain: list[Any]) -> list[dict[str, Any]]:
        return self.cmms.read(MODELS[model], self.cmms.search(MODELS[model], list(domain)))

    def judge(self, stories: list[Story], *, elements: int) -> None:
        for story in stories:
            self._judge_story(story)
        assert len(self.rows("maintenance.request")) == WorkOrder.objects.count() == len(stories)
        assert Request.objects.count() == len(stories)
        self._judge_telling(len(stories))
        judge_register(stories)
        judge_revisions(len(stories), elements)
        judge_the_rest()

    def _judge_story(self, story: Story) -> None:
        request = Request.objects.get(text=story.words)
        (row,) = self.rows("maintenance.request", ["name", "=", story.words])
        order = WorkOrder.objects.get(title=story.words)
        assert str(row["id"]) == order.external_id == request.external_id == story.external_id
        assert (request.state, request.work_order_id) == ("ordered", order.pk)
        assert (order.status, order.proposed, row["stage_id"][0]) == ("DONE", "", REPAIRED)
        assert order.asset.code == story.pump
        assert tuple(Act.objects.filter(work_order=order).values_list("verb", flat=True)) == ACTS
        about = ["res_model", "=", "maintenance.request"], ["res_id", "=", row["id"]]
        photos = self.rows("ir.attachment", *about)
        assert len(photos) == len({photo["checksum"] for photo in photos}) == PHOTOS
        assert len(set(Evidence.objects.filter(file_name__startswith=f"photo-{story.number}-"))) == PHOTOS + 1

    def _judge_telling(self, stories: int) -> None:
        """Every message arrived, and is there once."""
        messages = OutboxMessage.objects.all()
        assert set(messages.values_list("state", flat=True)) == {"delivered"}
        assert Counter(messages.values_list("kind", flat=True)) == {
            kind: count * stories for kind, count in TOLD.items()
        }
        written = [row["body"] for row in self.rows("mail.message", ["message_type", "=", "comment"])]
        assert len(written) == len(messages)
        for message in messages:
            assert sum(str(message.reference) in body for body in written) == 1, message


def judge_register(stories: list[Story]) -> None:
    """One item a replacement, one row a value; each declaration came to its end once."""
    replaced = Declaration.objects.filter(changes__kind="REPLACE").distinct()
    assert set(replaced.values_list("state", flat=True)) == {"RELEASED"}
    assert replaced.count() == len(stories)
    seen = Declaration.objects.exclude(pk__in=replaced)
    assert set(seen.values_list("state", flat=True)) <= {"APPLIED", "RELEASED"}
    assert [each.verifications.count() for each in seen] == [1] * len(stories)
    for story in stories:
        assert Unit.objects.filter(asset__code=story.pump, serial=story.serial).count() == 1
    assert Unit.objects.filter(serial__startswith="EUP-").count() == len(stories)
    written = Change.objects.filter(kind="REPLACE")
    assert set(written.values_list("verdict", flat=True)) == {"APPROVED"}
    rows = Counter(PropertyVersion.objects.values_list("change", flat=True))
    assert rows == Counter(written.values_list("pk", flat=True))
    for one in replaced:
        assert set(one.changes.values_list("field", flat=True)) >= PLATE
    last = {story.pump: story.serial for story in stories}
    for code, serial in last.items():
        asset = Asset.objects.get(code=code)
        assert asset.units.get(removed_on=None).serial == serial
        assert asset.property_versions.get(name="SerialNumber", superseded_at=None).value == serial


def judge_revisions(stories: int, elements: int) -> None:
    """The designer's, and one a story; the newest is published, no other is there even in part."""
    states = Counter(Revision.objects.values_list("state", flat=True))
    assert states == {"PUBLISHED": 1, "ARCHIVED": stories}
    assert sorted(Revision.objects.values_list("number", flat=True)) == list(range(1, stories + 2))
    for revision in Revision.objects.all():
        assert Element.objects.filter(revision=revision).count() == elements
        assert Scene.objects.filter(revision=revision).count() == 1
        assert Finding.objects.filter(revision=revision).exists()


def judge_the_rest() -> None:
    assert not Sync.objects.exclude(fetched=F("applied") + F("unchanged") + F("dead_lettered")).exists()
    assert history.verify().intact
    twice = {
        entry: times for entry, times in Counter(map(_said, HistoryEntry.objects.all())).items() if times > 1
    }
    assert twice == {}
    # (Beat has ended, but a message it sent before may only now have made a worker open another one.)
    assert until(lambda: not Job.objects.open().exists(), seconds=30), list(Job.objects.open())
    assert list((Path(settings.DATA_DIR) / "work").glob("*")) == []
    judge_mails()


def _said(entry: HistoryEntry) -> tuple:
    said = (json.dumps(each, sort_keys=True) for each in (entry.before, entry.after))
    return entry.verb, entry.subject_kind, entry.subject_id, entry.actor_id, *said


def judge_mails() -> None:
    """A digest is one mail under one name, however often it was sent."""
    assert not Notice.objects.filter(sent_at=None).exists()
    digests = {f"<{digest}@station-twin>" for digest in Notice.objects.values_list("digest", flat=True)}
    mails = [message_from_bytes(path.read_bytes()) for path in Path(settings.MAILS_DIR).glob("*.eml")]
    assert Counter(mail["Message-ID"] for mail in mails) == Counter(digests)
