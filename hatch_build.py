"""The pip build hook: the viewer's bundle and the compiled translations, made before files are collected.

Hatchling runs it for `pip install .`, `pip install -e .` and for wheels; `python hatch_build.py` does the same by hand.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "sdist":
            return  # a source archive carries sources
        build_everything()
        if (
            version == "standard"
        ):  # Django looks for translations in an installed application's own locale folder
            build_data["force_include"][str(ROOT / "locale")] = "twin/locale"


def build_everything() -> None:
    load(ROOT / "twin/build_messages.py").build(ROOT)
    load(ROOT / "twin/viewer/build.py").ensure_bundle()


def load(path: Path) -> ModuleType:
    """The file as a module, without importing its package (nothing of the product is installed yet)."""
    spec = importlib.util.spec_from_file_location(f"build_of_{path.parent.name}_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    build_everything()
