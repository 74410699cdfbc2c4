"""The viewer's bundle as a page asks for it: every file at once, not each when the one before has been read.

Files are named by their content (`viewer/vite.config.ts`); the manifest that the build leaves beside them names them.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MANIFEST = Path(__file__).parent / "static/viewer/manifest.json"


def tags(static: str) -> SafeString:
    """For the head of a page with an island. Raises FileNotFoundError before the first build.

    The digests of Django's storage stay out of it: modules find one another by the names of the build.
    """
    parts = json.loads(MANIFEST.read_text(encoding="utf-8")).values()
    [entry] = [part["file"] for part in parts if part.get("isEntry")]
    modules = [part["file"] for part in parts if not part.get("isEntry")]
    workers = [name for part in parts for name in part.get("assets", ())]
    script = format_html('<script type="module" src="{}viewer/{}"></script>', static, entry)
    more = ((static, name) for name in [*modules, *workers])
    return script + format_html_join("", '\n<link rel="modulepreload" href="{}viewer/{}">', more)
