"""`sosiego rules show` and `print`: the law as people read it, on a screen and on paper."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from sosiego import files, terminal
from sosiego.errors import WrongUsageError
from sosiego.reading import articles, printing
from sosiego.reading.articles import ReadChapter, Rule
from sosiego.reading.code import basis
from sosiego.reading.history import Epoch, history, joining
from sosiego.reading.kinds import KINDS, chapter_of
from sosiego.reading.parts import Article, Grid, Pair, Terms
from sosiego.reading.speech import LANGUAGES, day, speaking, until
from sosiego.reading.words import label
from sosiego.rules import loader, showing
from sosiego.rules.book import RuleBook
from sosiego.rules.commands import day_of
from sosiego.terminal import AsJson, err, out, table

ALL = "all"

BookOnDate = Annotated[
    str,
    typer.Argument(
        metavar="BOOK[@DATE]",
        help="Id of a shipped rule-book or path of its folder, and perhaps a date: cn@2026-11-01. "
        "Without one, today's law is meant.",
    ),
]


def _law(written: str) -> tuple[RuleBook, date]:
    name, _at, written_day = written.partition("@")
    law = loader.load(name)
    return law, day_of(written_day, law)


def _language(written: str, *more: str) -> str:
    known = (*LANGUAGES, *more)
    if written not in known:
        raise WrongUsageError(
            f"{written} is no language of the law here.", todo=f"Name one of: {', '.join(known)}."
        )
    return written


# ---- show


def show(
    rulebook: BookOnDate,
    rule: Annotated[str, typer.Argument(help="Id of one rule; without it, all are listed.")] = "",
    language: Annotated[str, typer.Option("--language", help="en, es or zh.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Show the law as it stands on a date: all rules by chapter, or one in full with its history."""
    law, on = _law(rulebook)
    with speaking(_language(language)):
        if not rule:
            read = articles.chapters(law, on)
            terminal.show(_rows(read), as_json, lambda: _print_overview(read, law, on))
            return
        found = [one for one in articles.named(law, rule) if one.wording(on) is not None]
        if not found:
            showing.named(law, rule, on)  # says what there is instead
        told = [_told(one, on) for one in found]
        # A step of the procedure may bear the name of its deadline: `also` has what else is called so.
        first, *others = told
        terminal.show(
            first | ({"also": others} if others else {}),
            as_json,
            lambda: _print_rules(found, law, on),
        )


def _rows(read: Sequence[ReadChapter]) -> list[dict[str, Any]]:
    return [
        {
            "kind": KINDS[one.kind].in_tests,
            "id": one.id,
            "version": one.since,
            "until": one.until,
            "name": one.name,
            "chapter": chapter_of(one.kind).id,
            "status": one.status,
        }
        for one in articles.articles(list(read))
    ]


def _print_overview(read: Sequence[ReadChapter], law: RuleBook, on: date) -> None:
    out.print(f"{law.id} · {day(on)} · {law.digest[:16]}\n", style="bold", highlight=False)
    for one in read:
        out.print(f"{one.chapter.name}", style="bold")
        rows = [
            (
                KINDS[each.kind].in_tests,
                each.id,
                each.name,
                each.since,
                label("basis", each.status) if each.status else "",
            )
            for section in one.sections
            for each in section.articles
        ]
        out.print(table("", ("kind", "id", "name", "since", "standing"), rows))
        out.print()


def _told(one: Rule, on: date) -> dict[str, Any]:
    """The rule as plain values, with its history and its text in words."""
    wording = one.wording(on)
    plain = showing.plain_rule(showing.Shown(one.kind.in_tests, one.id, wording))
    return plain | {
        "text": [{"label": name, "said": list(said)} for name, said in _lines(one.article(wording, on))],
        "history": [
            {
                "since": epoch.article.since,
                "until": epoch.article.until,
                "changes": [
                    {"label": change.label, "old": change.old_text, "new": change.new_text}
                    for change in epoch.changes
                ],
            }
            for epoch in history(one)
        ],
    }


def _lines(article: Article) -> list[tuple[str, Sequence[str]]]:
    """The article as names and what stands under each."""
    lines: list[tuple[str, Sequence[str]]] = [("", (article.lead,))] if article.lead else []
    for part in article.parts:
        match part:
            case Pair():
                lines.append((part.label, [said.text for said in part.said]))
            case Terms():
                how = [f"({joining(part.joined_by)})"] if len(part.clauses) > 1 else []
                lines.append((part.label, [*part.clauses, *how]))
                lines.append(("condition", part.written.splitlines()))
            case Grid():
                lines.append((part.label, [" · ".join(row) for row in part.rows]))
    return lines


def _print_rules(found: Sequence[Rule], law: RuleBook, on: date) -> None:
    for one in found:
        article = one.article(one.wording(on), on)
        out.print(f"{article.name} ", style="bold", highlight=False, end="")
        held = until(article.since, article.until)
        out.print(f"· {one.kind.name} {one.id} · {law.id}, {held}", highlight=False, markup=False)
        rows = _rows_of([*_lines(article), (_("Basis"), [basis(rest) for rest in article.rests])])
        out.print(table("", ("", ""), rows))
        _print_history(history(one))


def _rows_of(lines: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, str]]:
    """One row a line; the name stands before the first only."""
    return [(name if place == 0 else "", line) for name, said in lines for place, line in enumerate(said)]


def _print_history(epochs: Sequence[Epoch]) -> None:
    """What each later wording changed; a rule of one wording has no history to tell."""
    for epoch in epochs:
        if epoch.is_first:
            continue
        out.print(f"\n{day(epoch.article.since)}", style="bold")
        rows = [(one.label, one.old_text or "–", "→", one.new_text or "–") for one in epoch.changes]
        out.print(table("", ("", "", "", ""), rows))
    out.print()


# ---- print


def print_(
    rulebook: BookOnDate,
    target: Annotated[
        Path,
        typer.Option("--out", file_okay=False, help="Folder for the files. It is made if it is missing."),
    ],
    language: Annotated[str, typer.Option("--language", help="en, es, zh or all.")] = ALL,
    as_json: AsJson = False,
) -> None:
    """Print the law as a code of rules: PDF (tagged, PDF/UA) and one HTML file for each language.

    Chapters, numbered articles with the basis of each, documents with their standing. The same law gives
    the same bytes.
    """
    law, on = _law(rulebook)
    wanted = LANGUAGES if _language(language, ALL) == ALL else (language,)
    # A rule-book need not be written in all languages; what it has not is no code of rules.
    missing = [one for one in wanted if one not in law.languages]
    if missing and language != ALL:
        raise WrongUsageError(
            f"The rule-book {law.id} has no texts in {language}.",
            todo=f"Name one of: {', '.join(law.languages)}.",
        )
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for one in wanted:
        if one in missing:
            err.print(f"{law.id} has no texts in {one}: left out")
            continue
        begun = time.monotonic()
        for name, content in printing.files(law, on, one).items():
            files.write_bytes(target / name, content)
            made.append(
                {
                    "file": str(target / name),
                    "bytes": len(content),
                    "sha256": files.sha256_of_file(target / name),
                }
            )
        err.print(f"{one}: {time.monotonic() - begun:.1f} s")
    rows = [(each["file"], each["bytes"], str(each["sha256"])[:16]) for each in made]
    terminal.show(
        {"rulebook": law.id, "on": on, "digest": law.digest, "files": made},
        as_json,
        lambda: out.print(table("", ("file", "bytes", "sha256"), rows)),
    )
