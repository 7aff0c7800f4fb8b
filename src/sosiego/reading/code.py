"""The printable code of rules in one language: chapters, numbered articles with their basis, annexes.

A `Code` is words only; `printing.py` sets it on paper and in HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sosiego.reading import words
from sosiego.reading.articles import ReadChapter, articles, chapters
from sosiego.reading.instruments import instruments, is_model
from sosiego.reading.parts import Article, Grid, Pair, Part, Rest, Said, Terms
from sosiego.reading.said.people import dialled
from sosiego.reading.speech import clauses, day, known_date, language, listed, number, phrases, say, until
from sosiego.rules.book import Basis, RuleBook


@dataclass(frozen=True)
class PrintedArticle:
    """An article with its number."""

    number: int
    heading: str  # "Article 12"
    article: Article
    parts: tuple[Part, ...]  # references name the numbers of articles
    bases: tuple[str, ...]
    holds: str

    @property
    def anchor(self) -> str:
        return f"{self.article.kind}-{self.article.id}"


@dataclass(frozen=True)
class PrintedSection:
    name: str
    articles: tuple[PrintedArticle, ...]


@dataclass(frozen=True)
class PrintedChapter:
    heading: str  # "Chapter 3"
    anchor: str
    name: str
    about: str
    sections: tuple[PrintedSection, ...]


@dataclass(frozen=True)
class Annex:
    heading: str  # "Annex A"
    anchor: str
    name: str
    about: str
    table: Grid


@dataclass(frozen=True)
class Code:
    """The whole code, and the few words with which it is set."""

    id: str
    language: str
    title: str
    subtitle: str
    model_note: str
    about: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    foot: str
    digest: str
    contents_word: str
    page_word: str
    basis_word: str
    written_word: str
    chapters: tuple[PrintedChapter, ...]
    annexes: tuple[Annex, ...]


def code(law: RuleBook, on: date) -> Code:
    """The law as it stands on a date, said in the language that is spoken."""
    read = chapters(law, on)
    numbers = {(article.kind, article.id): place for place, article in enumerate(articles(read), start=1)}
    return Code(
        id=law.id,
        language=language(),
        title=_("Code of rules on nuisance calls and messages"),
        subtitle=_("%(book)s, as it stands on %(day)s") % {"book": say(law.name), "day": day(on)},
        model_note=_("Model rule-book, not published by any authority") if is_model(law) else "",
        about=_about(law),
        facts=(
            (_("Rule-book"), say(law.name)),
            (_("Law of"), day(on)),
            (_("Articles"), number(len(numbers))),
            (_("Documents"), number(len(law.documents))),
            (_("Digest of the law (SHA-256)"), law.digest),
        ),
        foot=_("%(book)s · law of %(day)s · digest %(digest)s")
        % {"book": law.id, "day": day(on), "digest": law.digest[:16]},
        digest=law.digest,
        contents_word=_("Contents"),
        page_word=_("Page"),
        basis_word=_("Basis"),
        written_word=_("As the rule-book writes it"),
        chapters=tuple(_chapter(place, one, numbers) for place, one in enumerate(read, start=1)),
        annexes=tuple(_annexes(law, on, read, numbers)),
    )


def _about(law: RuleBook) -> tuple[str, ...]:
    said = [
        _(
            "This code says in words what the rule-book holds as data. Where the two differ, the rule-book "
            "with the digest named below is meant."
        ),
        _("An unknown fact makes a condition unknown, never true and never false."),
    ]
    if is_model(law):
        said.insert(
            0,
            _(
                "This is a model: part of it was read in public instruments, part is weakly known, and part "
                "is its makers' own. Each article says on what it rests and how well that is known; whatever "
                "is marked as illustrative is not the law."
            ),
        )
    return tuple(said)


def _chapter(place: int, read: ReadChapter, numbers: Mapping[tuple[str, str], int]) -> PrintedChapter:
    return PrintedChapter(
        _("Chapter %(number)s") % {"number": place},
        f"chapter-{read.chapter.id}",
        str(read.chapter.name),
        str(read.chapter.about),
        tuple(
            PrintedSection(
                str(section.kind.plural), tuple(_article(article, numbers) for article in section.articles)
            )
            for section in read.sections
        ),
    )


def _article(article: Article, numbers: Mapping[tuple[str, str], int]) -> PrintedArticle:
    place = numbers[article.kind, article.id]
    return PrintedArticle(
        place,
        _heading(place),
        article,
        tuple(_with_numbers(part, numbers) for part in article.parts),
        tuple(basis(rest) for rest in _merged(article.rests)),
        until(article.since, article.until),
    )


def _heading(place: int) -> str:
    return _("Article %(number)s") % {"number": place}


def _with_numbers(part: Part, numbers: Mapping[tuple[str, str], int]) -> Part:
    if not isinstance(part, Pair):
        return part
    said = (replace(one, text=_referred(one, numbers)) for one in part.said)
    return replace(part, said=tuple(said))


def _referred(one: Said, numbers: Mapping[tuple[str, str], int]) -> str:
    place = numbers.get((one.kind, one.rule))
    if place is None:
        return one.text
    return _("%(name)s (%(article)s)") % {"name": one.text, "article": _heading(place)}


def _merged(rests: Sequence[Rest]) -> list[Rest]:
    """Steps of a ladder that rest on the same clause are named together."""
    found: dict[Any, list[str]] = {}
    kept: dict[Any, Basis] = {}
    for rest in rests:
        key = rest.basis.document, say(rest.basis.clause), rest.basis.status, rest.basis.standing
        found.setdefault(key, []).append(rest.of)
        kept[key] = rest.basis
    return [Rest(kept[key], listed(of)) for key, of in found.items()]


def basis(rest: Rest) -> str:
    """A basis in one line: instrument, number and date, clause; how sure it is and how well it is known."""
    one = rest.basis
    known = phrases((one.number, known_date(one.issued_as) if one.issued_as else ""))
    instrument = _("%(name)s (%(known)s)") % {"name": say(one.instrument), "known": known}
    where = clauses((phrases((instrument if known else say(one.instrument), say(one.clause))), sureness(one)))
    return _("%(part)s: %(basis)s") % {"part": rest.of, "basis": where} if rest.of else where


def sureness(one: Basis) -> str:
    """Status and standing in a few words: "illustrative, our own"."""
    return phrases((words.label("basis", one.status), words.label("knowledge", one.standing)))


# ---- annexes


def _annexes(
    law: RuleBook, on: date, read: Sequence[ReadChapter], numbers: Mapping[tuple[str, str], int]
) -> list[Annex]:
    tables = [
        (
            "documents",
            _("Documents and their standing"),
            _("The instruments that the rule-book names, and how well each is known."),
            _documents(law, on, numbers),
        ),
        (
            "categories",
            _("Categories"),
            _("What calls and messages are about, and which authority leads the industry."),
            _categories(law),
        ),
        (
            "numbers",
            _("Kinds of numbers"),
            _("The numbering plan as far as this law needs it."),
            _number_classes(law),
        ),
        (
            "calendar",
            _("Working calendar"),
            _("Public holidays, and days of rest that are worked instead. Names are those of the source."),
            _calendar(law, on),
        ),
    ]
    return [
        Annex(_("Annex %(letter)s") % {"letter": letter}, f"annex-{id}", name, about, table)
        for letter, (id, name, about, table) in zip("ABCD", [t for t in tables if t[3].rows], strict=False)
    ]


def _documents(law: RuleBook, on: date, numbers: Mapping[tuple[str, str], int]) -> Grid:
    rows = []
    for instrument in instruments(law, on):
        one = instrument.basis
        known = phrases((one.number, known_date(one.issued_as) if one.issued_as else ""))
        places = sorted(numbers[article.kind, article.id] for article in instrument.articles)
        title = say(one.instrument)
        if one.original and one.original not in title:
            title = clauses((title, one.original))
        rows.append((title, known or "–", sureness(one), runs(places) or "–"))
    heads = (_("Document"), _("Number and date"), _("Standing"), _("Articles"))
    return Grid(_("Documents and their standing"), heads, tuple(rows))


def runs(places: Sequence[int]) -> str:
    """Numbers in a row by their ends: "3–5, 9"."""
    found: list[list[int]] = []
    for place in places:
        if found and found[-1][-1] == place - 1:
            found[-1].append(place)
        else:
            found.append([place])
    return listed(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)


def _categories(law: RuleBook) -> Grid:
    rows = tuple(
        (
            say(one.name),
            words.label("class", one.class_id),
            say(law.industries.get(one.industry)) or "–",
            one.lead_authority or "–",
        )
        for one in law.categories.values()
    )
    heads = (_("Category"), _("Class"), _("Industry"), _("Lead authority (code)"))
    return Grid(_("Categories"), heads, rows)


def _number_classes(law: RuleBook) -> Grid:
    rows = tuple(
        (
            say(one.name),
            listed(dialled(prefix, law) for prefix in one.prefixes),
            listed(number(length) for length in one.lengths) or "–",
            words.label("yes", one.outbound),
        )
        for one in law.numbering.classes
    )
    heads = (_("Kind of number"), _("Begins with"), _("Digits"), _("May call"))
    return Grid(_("Kinds of numbers"), heads, rows)


def _calendar(law: RuleBook, on: date) -> Grid:
    rows = []
    for year in law.calendar.years.values():
        name = str(year.year) if not year.assumed else _("%(year)s (assumed)") % {"year": year.year}
        holidays = clauses(_spans(year.holidays))
        make_up = listed(day(one) for one in sorted(year.make_up_days))
        rows.append((name, holidays or "–", make_up or "–"))
    heads = (_("Year"), _("Public holidays"), _("Worked instead"))
    return Grid(_("Working calendar"), heads, tuple(rows))


def _spans(holidays: Mapping[date, str]) -> list[str]:
    """Holidays of one name that follow each other, by their ends."""
    found: list[tuple[str, date, date]] = []
    for one, name in sorted(holidays.items()):
        if found and found[-1][0] == name and found[-1][2] == one - timedelta(days=1):
            found[-1] = (name, found[-1][1], one)
        else:
            found.append((name, one, one))
    said = []
    for name, first, last in found:
        when = day(first) if first == last else f"{day(first)} – {day(last)}"
        said.append(f"{name} {when}".strip())
    return said


def joined(part: Terms) -> str:
    """How the clauses of a condition belong together, before they are listed; "" if there is but one."""
    if len(part.clauses) < 2:
        return ""
    return _("One of these is enough:") if part.joined_by == "OR" else _("All of these must hold:")
