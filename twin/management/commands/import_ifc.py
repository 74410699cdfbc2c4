"""`manage.py import_ifc FILE… --station CODE`: take IFC files in and publish them, in this process, to the end."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from assets import files, jobs, proposal_search, revisions
from assets.ifc.opening import RefusedFile
from assets.ifc.shape_set import KERNELS
from assets.models import Asset, Revision, Station
from assets.models.revision import DISCIPLINES
from assets.stations import NoSuchStation, find_or_create
from twin import reception
from twin.importing import as_finding, import_revision
from twin.terminal import Bar

FAILED = {"refused", "failed"}
COUNTS = (
    *("products", "elements", "elements_with_shape", "types", "spaces", "storeys", "systems", "ports"),
    *("connections", "documents", "properties", "assets"),
)


class Command(BaseCommand):
    help = "Import IFC files (.ifc, .ifczip) into a station and publish them."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--station", required=True, metavar="CODE")
        parser.add_argument(
            "--create-station", metavar="NAME", help="make the station if it does not exist yet"
        )
        parser.add_argument(
            "--discipline", type=str.upper, choices=DISCIPLINES, help="instead of telling it from the file"
        )
        parser.add_argument(
            "--relabel",
            action="store_true",
            help="read drafts of IFC4X3 as IFC4X3_ADD2, with a warning; refuses whatever is none",
        )
        parser.add_argument("--share", action="store_true", help="stop at SHARED: a person publishes")
        parser.add_argument("--no-scene", action="store_true", help="register only, nothing to see in 3D")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args, **options):
        code = options["station"]
        try:
            station = find_or_create(code, options["create_station"], twin_mode=Station.TwinMode.MODEL_3D)
        except NoSuchStation as error:
            if options["json"]:
                self.stdout.write(json.dumps({"station": code, "files": [], "reason": str(error)}))
            raise CommandError(str(error)) from None
        with _calmly(options["verbosity"]):
            results = [_import_one(path, station, options) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps({"station": code, "files": results}, ensure_ascii=False))
        else:
            for result in results:
                self.stdout.write(_line(result))
        stopped = [result for result in results if result["outcome"] in FAILED]
        if stopped:
            raise CommandError(" ".join(f"{result['file']}: {result['reason']}" for result in stopped))


@contextmanager
def _calmly(verbosity: int) -> Iterator[None]:
    """What is wrong with a file is told in its result, in one sentence; the log's own words from verbosity 2 on."""
    quiet = {"assets.ifc": logging.CRITICAL, "assets.jobs": logging.WARNING}
    levels = {name: logging.getLogger(name).level for name in quiet}
    if verbosity < 2:
        for name, level in quiet.items():
            logging.getLogger(name).setLevel(level)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _import_one(path: Path, station: Station, options) -> dict:
    """Outcome of one file as the contract shapes it; never raises for what the file is or what happens to it."""
    blank = {
        "file": path.name,
        "sha256": None,
        "schema": None,
        "outcome": "failed",
        "reason": None,
        "revision": None,
    }
    nothing = {**blank, **_figures({}), "findings": [], "differences": {}}
    try:
        stored = _store(path, relabel=options["relabel"])
    except RefusedFile as refusal:
        return {**nothing, "outcome": "refused", "reason": refusal.message, "findings": [as_finding(refusal)]}
    except OSError as error:
        return {**nothing, "reason": f"The file cannot be read ({error.strerror}); check its path."}
    revision: Revision | None = None
    try:
        receipt = revisions.receive(station, stored, file_name=path.name, discipline=options["discipline"])
        revision = receipt.revision
        outcome = _again(revision, options) if receipt.known else _take_in(revision, path, options)
        revision.refresh_from_db()
        return _with_the_option(_result(revision, outcome)) | {"file": path.name}
    except Exception as error:  # told in one sentence; --traceback shows the rest
        if options["traceback"]:
            raise
        reason = f"It stopped unexpectedly ({type(error).__name__}); what was published before stays so."
        if revision is not None:
            revisions.stop(revision, Revision.Outcome.FAILED, reason)
        return {**nothing, "sha256": stored.sha256, "revision": revision and revision.pk, "reason": reason}


def _with_the_option(result: dict) -> dict:
    """What is a draft is read when one asks for it: by which word, nobody guesses."""
    if result["outcome"] == "refused" and any(each["code"] == "draft-schema" for each in result["findings"]):
        result["reason"] += " The option for that is --relabel."
    return result


def _store(path: Path, *, relabel: bool) -> files.StoredFile:
    return reception.store_draft(path) if relabel and path.is_file() else files.store_path(path)


def _again(revision: Revision, options) -> str:
    """The same bytes once more: nothing to do, unless they were only shared and are now to be published."""
    if revision.state == Revision.State.SHARED and not options["share"]:
        return _publish(revision)
    if revision.state == Revision.State.ARCHIVED:
        Revision.objects.filter(pk=revision.pk).update(
            reason=f"It was received before, as {revision.label}; a newer revision has taken its place since."
        )
    return "unchanged"


def _take_in(revision: Revision, path: Path, options) -> str:
    with Bar(path.name, sys.stderr) as bar:
        try:
            import_revision(
                revision,
                progress=bar.show,
                beside=path.resolve().parent,
                with_scene=not options["no_scene"],
            )
        except RefusedFile:
            return "refused"
    return "shared" if options["share"] else _publish(revision)


def _publish(revision: Revision) -> str:
    lost = revisions.share_lost(revision)
    if lost > revisions.LARGEST_SILENT_LOSS:
        reason = (
            f"It would take away {lost:.0%} of the elements of the published revision, so it waits for a person "
            "to publish it on the revisions page."
        )
        Revision.objects.filter(pk=revision.pk).update(reason=reason)
        return "shared"
    try:
        revisions.publish(revision, forward_only=True)
        jobs.run_one(proposal_search.look_soon(revision.station).pk)
    except revisions.Overtaken as newer:
        reason = f"It waits for a person to publish it on the revisions page: {newer}"
        Revision.objects.filter(pk=revision.pk, state=Revision.State.SHARED).update(reason=reason)
        return "shared"
    except revisions.NotPublishable:
        revision.refresh_from_db()
        if revision.state == Revision.State.SHARED:
            raise
        return "unchanged"  # another process took in the same bytes and was faster
    return "published"


def _result(revision: Revision, outcome: str) -> dict:
    report = revision.report
    findings = report.get("findings") or [
        {"severity": f.severity, "code": f.code, "message": f.message, "entity": f.entity or None}
        for f in revision.findings.all()
    ]
    tied = (
        Asset.objects.live()
        .filter(matches__element__revision=revision)
        .aggregate(n=Count("pk", distinct=True))
    )
    figures = _figures(report)
    figures["counts"]["assets"] = tied["n"]
    return {
        "sha256": revision.sha256,
        "schema": revision.schema or None,
        "discipline": revision.discipline,
        "outcome": outcome,
        "reason": revision.reason or None,
        "revision": revision.pk,
        "state": revision.state,
        **figures,
        "findings": findings,
        "code_rule": revision.code_rule,
        "differences": report.get("differences", {}),
    }


def _figures(report: dict) -> dict:
    """Counts, kernels, bytes, seconds and memory of a report; zeros for what never came so far."""
    return {
        "counts": dict.fromkeys(COUNTS, 0) | report.get("counts", {}),
        "kernels": dict.fromkeys(KERNELS, 0) | report.get("kernels", {}),
        "scene_bytes": report.get("scene_bytes", 0),
        "seconds": dict.fromkeys(("total", "index", "geometry", "scene"), 0) | report.get("seconds", {}),
        "peak_memory_mb": report.get("peak_memory_mb", 0),
    }


def _line(result: dict) -> str:
    if result["outcome"] in FAILED:
        return f"{result['file']}: {result['outcome']} – {result['reason']}"
    counts = result["counts"]
    said = f"{result['file']}: {result['outcome']} as {result['discipline']}"
    if result["outcome"] == "unchanged":
        return f"{said} ({result['reason'] or 'already here'})"
    shaped = f"{counts['elements']} elements ({counts['elements_with_shape']} with a shape)"
    others = f"{counts['assets']} assets, {counts['systems']} systems, {counts['connections']} connections"
    seconds = result["seconds"].get("total", 0)
    return f"{said}: {shaped}, {others}, {len(result['findings'])} findings, {seconds:.1f} s"
