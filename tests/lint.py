"""`make lint`: everything is run, so that one look shows all that is wrong."""

import sys

from tests.stages import Stages, beside_python, python


def main() -> int:
    stages = Stages(quiet=True)
    stages.run("formatting (ruff format)", python("-m", "ruff", "format", "--check", "."))
    stages.run("rules (ruff check)", python("-m", "ruff", "check", "."))
    stages.run("types (mypy)", python("-m", "mypy"))
    stages.run("layers (import-linter)", [beside_python("lint-imports"), "--no-cache"])
    stages.run("migrations", python("manage.py", "makemigrations", "--check", "--dry-run"))
    stages.run("Django's own checks", python("manage.py", "check"))
    stages.run("translations", python("twin/build_messages.py", "--check"))
    stages.run("TypeScript (tsc)", python("twin/viewer/build.py", "--npm", "run", "check"))
    print("\nlint: " + ("failed: " + ", ".join(stages.failed) if stages.failed else "clean"))
    return 1 if stages.failed else 0


if __name__ == "__main__":
    sys.exit(main())
