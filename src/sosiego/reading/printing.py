"""The code of rules on paper (typst, tagged, PDF/UA) and as one HTML file that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from django.template import Context, Engine, Template
from django.utils.safestring import mark_safe

from sosiego.publication import pdf as paper
from sosiego.publication.speech import HTML_LANGUAGES
from sosiego.reading.code import Code, code, joined
from sosiego.reading.parts import Grid, Pair, Part, Terms
from sosiego.reading.speech import speaking
from sosiego.rules.book import RuleBook


def files(law: RuleBook, on: date, language: str) -> Mapping[str, bytes]:
    """HTML and PDF of the code in one language, by file name. The same law gives the same bytes."""
    with speaking(language):
        written = code(law, on)
        stem = f"{law.id}-{on}.{language}"
        return {f"{stem}.html": html(written), f"{stem}.pdf": pdf(written, on)}


def pdf(written: Code, on: date) -> bytes:
    """The PDF, dated by the law. Raises `PageNotSetError`."""
    made_at = datetime.combine(on, time(0), UTC)
    return paper.typeset(_file("code.typ").encode(), plain(written), made_at, f"{written.id} {on}")


def html(written: Code) -> bytes:
    """One page with its style inside, to be kept, mailed and printed."""
    template = Template(_file("code.html"), engine=Engine.get_default())
    content = plain(written) | {
        "html_language": HTML_LANGUAGES[written.language],
        # Our own file, no input: it stands in the page as it is.
        "style": mark_safe(_file("code.css")),
    }
    page = template.render(Context(content))
    return ("\n".join(line for line in page.splitlines() if line.strip()) + "\n").encode()


def plain(written: Code) -> dict[str, Any]:
    """The code as plain values, each part with its type."""
    return asdict(written) | {
        "chapters": [
            {
                **_without(asdict(chapter), "sections"),
                "sections": [
                    {
                        "name": section.name,
                        "articles": [
                            {
                                "number": one.number,
                                "heading": one.heading,
                                "anchor": one.anchor,
                                "id": one.article.id,
                                "name": one.article.name,
                                "lead": one.article.lead,
                                "parts": [_part(part) for part in one.parts],
                                "bases": list(one.bases),
                                "holds": one.holds,
                            }
                            for one in section.articles
                        ],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in written.chapters
        ],
        "annexes": [asdict(annex) | {"table": _part(annex.table)} for annex in written.annexes],
    }


def _without(values: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Pair():
            said = [
                {"text": one.text, "anchor": f"{one.kind}-{one.rule}" if one.rule else ""}
                for one in part.said
            ]
            return {"type": "pair", "label": part.label, "said": said}
        case Terms():
            return asdict(part) | {"type": "terms", "joined": joined(part)}
        case Grid():
            rows = [
                [{"text": cell, "is_number": place in part.numbers} for place, cell in enumerate(row)]
                for row in part.rows
            ]
            heads = [
                {"text": head, "is_number": place in part.numbers} for place, head in enumerate(part.heads)
            ]
            return {"type": "grid", "label": part.label, "heads": heads, "rows": rows}


@cache
def _file(name: str) -> str:
    return resources.files("sosiego.reading").joinpath("set", name).read_text(encoding="utf-8")
