"""Why a file does not come in at all."""

from __future__ import annotations

from typing import Any

from assets.ifc.findings import REFUSALS


class RefusedFile(Exception):
    """The file is refused as a whole; `message` is one sentence for the person who sent it."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        self.message = REFUSALS[code].format(**params)
        super().__init__(self.message)
