"""The files of a report: made in full beside, and then put in their places one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sosiego.files import canonical_json, write_bytes
from sosiego.publication import page
from sosiego.publication.speech import LANGUAGES
from sosiego.replay.report import RECKONING, document


def write(
    out: Path,
    values: Mapping[str, Any],
    *,
    language: str,
    made_at: datetime,
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Write the report in every language, and `report.json`. Returns the names of the files.

    Nothing is written before everything is made: a report that fails leaves the folder as it was.
    """
    pages: dict[str, bytes] = {}
    for one in LANGUAGES:
        pages[f"report.{one}.html"] = page.standalone(document(values, one, made_at))
        if progress is not None:
            progress(1)
    pages["report.json"] = canonical_json({**values, "reckoning": list(RECKONING)}) + b"\n"
    pages["report.html"] = pages[f"report.{language}.html"]
    for name, content in pages.items():
        write_bytes(out / name, content)
    return sorted(pages)
