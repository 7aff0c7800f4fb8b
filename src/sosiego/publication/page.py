"""The publication as HTML: a fragment for the public site, and a page that stands alone."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sosiego.publication import charts
from sosiego.publication.document import Block, Chart, Document, Heading

# Colours of a drawing become properties of the page, so that charts follow the dark and print styles.
COLOURS = {
    charts.INK: "ink",
    charts.QUIET: "quiet",
    charts.LINE: "line",
    charts.ACCENT: "accent",
    charts.SECOND: "second",
}


def fragment(written: Document) -> bytes:
    """The article alone: classes of `publication.css`, no style and no script of its own."""
    return _fragment(written).encode()


def standalone(written: Document) -> bytes:
    """A whole page with its style inside, to be kept, mailed and printed."""
    page = render_to_string(
        "publication/page.html",
        {"document": written, "article": mark_safe(_fragment(written)), "style": mark_safe(_style())},
    )
    return _without_blank_lines(page).encode()


def _fragment(written: Document) -> str:
    text = render_to_string(
        "publication/article.html",
        {
            "document": written,
            "blocks": [(type(block).__name__, _prepared(block)) for block in written.blocks],
            "contents": [
                block for block in written.blocks if isinstance(block, Heading) and block.level == 2
            ],
        },
    )
    return _without_blank_lines(text)


def _prepared(block: Block) -> object:
    if isinstance(block, Chart):
        return {"block": block, "svg": _inline(block)}
    return block


def _inline(chart: Chart) -> SafeString:
    """The drawing as part of the page: it scales, takes its colours, and is named by its alternative."""
    svg = chart.svg
    for colour, name in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name}, {colour})"')
    # Identifiers of a drawing are unique in it, not on the page.
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{chart.id}-", svg)
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _without_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text)


@cache
def _style() -> str:
    return (
        resources.files("sosiego.publication")
        .joinpath("static", "publication", "publication.css")
        .read_text(encoding="utf-8")
    )
