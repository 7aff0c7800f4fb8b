"""The publication on paper: set by typst, tagged for who listens (PDF/UA-1), fit for archives (PDF/A-2a)."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from sosiego.errors import SosiegoError
from sosiego.publication.document import Document

STANDARDS = ["ua-1", "a-2a"]
# The sign that Chinese typesetters put where a character is missing; our fonts have it (GB 2312, row 1).
MISSING = "〓"


class PageNotSetError(SosiegoError):
    """Typst refused the document, or set it with something amiss."""


@cache
def _compiler() -> Any:
    """Typst with our fonts alone, loaded once: later documents take a fraction of the first."""
    import typst

    folder = resources.files("sosiego.publication")
    with resources.as_file(folder.joinpath("fonts")) as fonts:
        known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])
    return typst.Compiler(font_paths=known, ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return resources.files("sosiego.publication").joinpath("document.typ").read_bytes()


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """First and last code points of the runs that our fonts can draw."""
    source = resources.files("sosiego.publication").joinpath("fonts", "coverage.json")
    runs = json.loads(source.read_text())
    return [first for first, _ in runs], [last for _, last in runs]


def drawable(text: str) -> str:
    """The text with every character that our fonts lack replaced by a visible sign, never by a blank."""
    firsts, lasts = _coverage()

    def is_covered(point: int) -> bool:
        place = bisect_right(firsts, point) - 1
        return point in (0x0A, 0x09) or (place >= 0 and point <= lasts[place])

    # Each sign is asked for once, however often it stands in the text.
    missing = {ord(sign): MISSING for sign in set(text) if not is_covered(ord(sign))}
    return text.translate(missing) if missing else text


def pdf(written: Document, made_at: datetime) -> bytes:
    """The PDF. `made_at` is its date inside and out, so that the same document gives the same bytes.

    Raises `PageNotSetError` on any warning: a missing font or sign would be blank on paper.
    """
    return typeset(_template(), _plain(written), made_at, f"{written.title} ({written.language})")


def typeset(template: bytes, content: dict[str, Any], made_at: datetime, name: str) -> bytes:
    """A document set by a template of ours, which finds it in `sys.inputs.document`. As `pdf` in all else."""
    import typst

    document = drawable(json.dumps(content, ensure_ascii=False, sort_keys=True))
    try:
        made, warnings = _compiler().compile_with_warnings(
            # A compiler forgets a template given as bytes once it has set it.
            input=template,
            format="pdf",
            sys_inputs={"document": document},
            pdf_standards=STANDARDS,
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PageNotSetError(
            f"The PDF of {name} could not be set: {error.message}",
            where=str(error.diagnostic).strip(),
            todo="Report this with the snapshot; the HTML and the open data were not touched by it.",
        ) from error
    if warnings:
        raise PageNotSetError(
            f"The PDF of {name} would have gaps: {warnings[0].message}",
            todo="Check that the package's fonts folder is whole (pip install --force-reinstall sosiego).",
        )
    return bytes(made)


def _plain(written: Document) -> dict[str, Any]:
    blocks = [{"type": type(block).__name__} | asdict(block) for block in written.blocks]
    return asdict(written) | {"blocks": blocks}
