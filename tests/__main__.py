"""`make test`: Python tests on SQLite and on PostgreSQL, viewer tests, browser tests, coverage of all together.

    python -m tests [--soak] [what pytest takes, for the SQLite run only: -k name, a path, …]

PostgreSQL is the server that TEST_DATABASE_URL names, else an embedded one. With CI set, a skipped test fails.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from hatch_build import load
from tests.browser import find_chromium
from tests.counting import Counts, count
from tests.servers import postgresql
from tests.stages import ROOT, Stages, python

COVERAGE_GATE = {"assets": 90.0, "maintenance": 90.0, "twin": 90.0}
GATE_IS_ON = True  # False: the figures are only told
NO_TESTS = 5
CI = bool(os.environ.get("CI"))


def main(arguments: list[str]) -> int:
    soak = "--soak" in arguments
    arguments = [argument for argument in arguments if argument != "--soak"]
    with tempfile.TemporaryDirectory(prefix="station-twin-reports-") as folder:
        run = Run(Path(folder), soak=soak)
        if arguments:
            run.python_tests("chosen tests", arguments)
        else:
            run.everything()
        return run.closing()


class Run:
    def __init__(self, reports: Path, *, soak: bool) -> None:
        self.reports = reports
        self.stages = Stages()
        self.env = {**os.environ, "DEBUG": "1", "COVERAGE_FILE": str(reports / "coverage")}
        for name in (
            "REDIS_URL",
            "DATABASE_URL",
            "DATA_DIR",
            "DJANGO_SETTINGS_MODULE",
            "SECRET_KEY",
            "ALLOWED_HOSTS",
        ):
            self.env.pop(name, None)
        if soak:
            self.env["STATION_TWIN_SOAK"] = "1"

    def everything(self) -> None:
        self.python_tests("Python tests, SQLite", ["tests", "--ignore=tests/e2e", "-n", "2"])
        with postgresql() as url:
            self.python_tests(
                "Python tests, PostgreSQL",
                ["tests", "--ignore=tests/e2e", "-n", "2", "--database-only"],
                measured=False,
                DATABASE_URL=url,
            )
        self.viewer_tests()
        self.browser_tests()
        self.coverage()

    def python_tests(self, name: str, arguments: list[str], *, measured: bool = True, **env: str) -> None:
        """Coverage is measured once, on SQLite: the others run the same lines, sooner without it."""
        report = self.reports / f"{name.replace(' ', '-')}.xml"
        coverage = ("-m", "coverage", "run") if measured else ()
        command = python(*coverage, "-m", "pytest", f"--junitxml={report}", *arguments)
        self.stages.run(name, command, env=self.env | env, fine=(0, NO_TESTS))

    def viewer_tests(self) -> None:
        report = self.reports / "viewer.xml"
        reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
        viewer = load(ROOT / "twin/viewer/build.py")
        viewer.install_packages()
        npm, path = viewer.npm_command()
        command = [*npm, "--prefix", str(viewer.VIEWER), "run", "test", "--", *reporters]
        self.stages.run("viewer tests", command, env=self.env | {"PATH": path})

    def browser_tests(self) -> None:
        if chromium := find_chromium():
            # One file after the other on each of two workers: a demo is made once a worker.
            self.python_tests(
                "browser tests",
                ["tests/e2e", "-n", "2", "--dist", "loadfile"],
                measured=False,
                CHROMIUM=chromium,
            )
        else:
            print("\nbrowser tests: not run, no Chromium was found (set CHROMIUM to its path).")
            self.stages.add("browser tests (no Chromium)", int(CI), 0.0)

    def coverage(self) -> None:
        print("\n── coverage ──", flush=True)
        began = time.monotonic()
        quiet = Stages(quiet=True)
        quiet.run("combining", python("-m", "coverage", "combine", "-q", str(self.reports)), env=self.env)
        os.environ["COVERAGE_FILE"] = self.env["COVERAGE_FILE"]
        from coverage import Coverage

        measured = Coverage(config_file=str(ROOT / "pyproject.toml"))
        measured.load()
        low = False
        for package, gate in COVERAGE_GATE.items():
            with Path(os.devnull).open("w") as nowhere:
                percent = measured.report(include=[f"{ROOT}/{package}/*"], file=nowhere)
            low |= percent < gate
            print(
                f"{package}: {percent:.1f} % of lines (gate {gate:.0f} %{'' if GATE_IS_ON else ', not on yet'})"
            )
        if low:
            measured.report(include=[f"{ROOT}/{package}/*" for package in COVERAGE_GATE])
        self.stages.add("coverage", int(low and GATE_IS_ON), time.monotonic() - began)

    def closing(self) -> int:
        """The table of stages, then the sums over all runners. Says the exit status."""
        self.stages.table()
        counts: Counts = count(self.reports.glob("*.xml"))
        if counts.skipped:
            print("\nskipped: " + "\n         ".join(counts.reasons))
        failed = bool(self.stages.failed or counts.failed or (CI and counts.skipped))
        if self.stages.failed:
            print("\nfailed: " + ", ".join(self.stages.failed))
        print(f"\n{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped", flush=True)
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
