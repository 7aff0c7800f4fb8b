"""Reading the law: an index by chapter, a page for each rule, and the documents on which it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sosiego import clock
from sosiego.reading import articles, history, instruments, tests_told
from sosiego.reading.articles import ReadChapter, Rule, Section
from sosiego.reading.code import joined
from sosiego.reading.kinds import CHAPTERS, KINDS
from sosiego.reading.parts import Article, Pair, Terms
from sosiego.reading.speech import month
from sosiego.rules.book import RuleBook
from sosiego.web import book
from sosiego.web.access import PUBLIC, allowed
from sosiego.web.charts import Bars
from sosiego.web.fired import Fired, fired

STATUSES = ("in force", "draft", "illustrative")


@dataclass(frozen=True)
class Reading:
    """The law that is read, and the date of which."""

    law: RuleBook
    today: date
    on: date
    # What was asked for and is no date.
    wrong: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def query(self) -> str:
        """What addresses carry so that the reader stays in the law of this date."""
        return "" if self.is_today else "?" + urlencode({"on": self.on.isoformat()})

    @property
    def days_of_change(self) -> list[date]:
        """The latest days on which the law changed or will change."""
        # More than a handful of dates is no choice but a list.
        return articles.days_of_change(self.law)[:6]


def _reading(request: HttpRequest) -> Reading:
    law, today = book.current(), book.local_day()
    asked = request.GET.get("on", "").strip()
    if not asked:
        return Reading(law, today, today)
    try:
        return Reading(law, today, date.fromisoformat(asked))
    except ValueError:
        return Reading(law, today, today, asked)


def address(article: Article | Rule, reading: Reading, twins: frozenset[str]) -> str:
    """Where a rule is read; its kind stands in the address if another rule has the same id."""
    kind = article.kind if isinstance(article.kind, str) else article.kind.id
    if article.id in twins:
        return reverse("rule-of-kind", args=[kind, article.id]) + reading.query
    return reverse("rule", args=[article.id]) + reading.query


def _twins(law: RuleBook) -> frozenset[str]:
    """Ids that more than one kind of rule has."""
    ids = [rule.id for rule in articles.rules(law)]
    return frozenset(id for id in ids if ids.count(id) > 1)


# ---- the index


@allowed(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """The law as it stands on a date, chapter by chapter, searched and filtered."""
    reading = _reading(request)
    query, chosen, status = (request.GET.get(name, "").strip() for name in ("q", "chapter", "status"))
    twins = _twins(reading.law)
    read = articles.chapters(reading.law, reading.on)
    shown = _narrowed(read, query, chosen, status)
    context = {
        "reading": reading,
        "chapters": [
            {
                "chapter": one.chapter,
                "count": sum(len(section.articles) for section in one.sections),
                "sections": [
                    {
                        "kind": section.kind,
                        "rows": [
                            {"article": each, "href": address(each, reading, twins)}
                            for each in section.articles
                        ],
                    }
                    for section in one.sections
                ],
            }
            for one in shown
        ],
        "query": query,
        "chosen": chosen,
        "status": status,
        "statuses": STATUSES,
        "all_chapters": CHAPTERS,
        "count": len(articles.articles(shown)),
        "of": len(articles.articles(read)),
        "is_narrowed": bool(query or chosen or status),
    }
    return render(request, "public/rules.html", context)


def _narrowed(read: Sequence[ReadChapter], query: str, chapter: str, status: str) -> list[ReadChapter]:
    found = []
    for one in read:
        if chapter and one.chapter.id != chapter:
            continue
        sections = []
        for section in one.sections:
            kept = tuple(
                each
                for each in section.articles
                if (not status or each.status == status) and (not query or _speaks_of(each, query))
            )
            if kept:
                sections.append(Section(section.kind, kept))
        if sections:
            found.append(ReadChapter(one.chapter, tuple(sections)))
    return found


def _speaks_of(article: Article, query: str) -> bool:
    """Whether every word of the query stands in the article."""
    told = [article.id, article.name, article.lead]
    for part in article.parts:
        if isinstance(part, Pair):
            told += [said.text for said in part.said]
        elif isinstance(part, Terms):
            told += [*part.clauses, part.written]
        else:
            told += [cell for row in part.rows for cell in row]
    told += [text for rest in article.rests for text in (book.say(rest.basis.instrument), rest.basis.number)]
    whole = " ".join(told).casefold()
    return all(word in whole for word in query.casefold().split())


# ---- the documents


@allowed(PUBLIC)
def documents(request: HttpRequest) -> HttpResponse:
    """Each instrument, how well it is known, and the rules that rest on it."""
    reading = _reading(request)
    twins = _twins(reading.law)
    found = [
        {
            "basis": one.basis,
            "rules": [(each.name, address(each, reading, twins)) for each in one.articles],
        }
        for one in instruments.instruments(reading.law, reading.on)
    ]
    return render(request, "public/rule_documents.html", {"reading": reading, "documents": found})


# ---- one rule


@allowed(PUBLIC)
def rule(request: HttpRequest, id: str) -> HttpResponse:
    """The rule of this id; a choice, if several kinds have it; the ladder, if it is a step of one."""
    reading = _reading(request)
    found = articles.named(reading.law, id)
    if len(found) == 1:
        return _page(request, reading, found[0])
    if found:
        twins = _twins(reading.law)
        choice = [(one.kind.name, one.name, address(one, reading, twins)) for one in found]
        return render(request, "public/rule_choice.html", {"reading": reading, "id": id, "choice": choice})
    ladders = [ladder for ladder in reading.law.all_ladders if any(step.id == id for step in ladder.steps)]
    if ladders:
        return redirect(reverse("rule-of-kind", args=["ladder", ladders[-1].id]) + reading.query)
    raise Http404


@allowed(PUBLIC)
def rule_of_kind(request: HttpRequest, kind: str, id: str) -> HttpResponse:
    reading = _reading(request)
    for one in articles.named(reading.law, id):
        if one.kind.id == kind:
            return _page(request, reading, one)
    raise Http404


def _page(request: HttpRequest, reading: Reading, one: Rule) -> HttpResponse:
    twins = _twins(reading.law)
    wording = one.shown(reading.on)
    article = one.article(wording, reading.on)
    read = articles.chapters(reading.law, reading.on)
    naming = articles.leading_to(read).get((one.kind.id, one.id), [])
    counted = fired(one, clock.now())
    told = tests_told.of_rule(one)
    context = {
        "reading": reading,
        "rule": one,
        "article": article,
        "is_in_force": one.wording(reading.on) is not None,
        "begins_later": article.since > reading.on,
        "groups": _groups([_part(part, reading, twins) for part in article.parts]),
        "naming": [
            {
                "kind": KINDS[each.kind].name,
                "name": each.name,
                "href": address(each, reading, twins),
            }
            for each in naming
        ],
        "fired": counted,
        "chart": _chart(counted, one) if counted and counted.ever else None,
        "tests": told,
        "passed": sum(test.passed for test in told),
        "history": history.history(one),
        "here": address(one, Reading(reading.law, reading.today, reading.today), twins),
    }
    return render(request, "public/rule.html", context)


def _groups(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pairs that follow each other make one list."""
    found: list[dict[str, Any]] = []
    for part in parts:
        if part["type"] == "pair" and found and found[-1]["type"] == "pairs":
            found[-1]["pairs"].append(part)
        else:
            found.append({"type": "pairs", "pairs": [part]} if part["type"] == "pair" else part)
    return found


def _part(part: Any, reading: Reading, twins: frozenset[str]) -> dict[str, Any]:
    """A part with the addresses of the rules that it names."""
    if isinstance(part, Pair):
        said = [
            {
                "text": one.text,
                "href": (
                    reverse("rule-of-kind", args=[one.kind, one.rule])
                    if one.rule in twins
                    else reverse("rule", args=[one.rule])
                )
                + reading.query
                if one.rule
                else "",
            }
            for one in part.said
        ]
        return {"type": "pair", "label": part.label, "said": said}
    if isinstance(part, Terms):
        return {"type": "terms", "part": part, "how": joined(part)}
    rows = [[(cell, place in part.numbers) for place, cell in enumerate(row)] for row in part.rows]
    heads = [(head, place in part.numbers) for place, head in enumerate(part.heads)]
    return {"type": "grid", "label": part.label, "heads": heads, "rows": rows}


def _chart(counted: Fired, one: Rule) -> Bars:
    shown = [each for each in counted.months if each.count is not None]
    most = max(shown, key=lambda each: each.count or 0, default=None)
    remark = ""
    if most is not None and most.count:
        remark = _("Most often in %(month)s: %(count)s.") % {"month": month(most.first), "count": most.count}
    unit = _("Findings") if one.kind.fires == "finding" else _("Violations")
    return Bars(
        title=_("%(unit)s by month") % {"unit": unit},
        remark=remark,
        labels=[f"{each.first:%Y-%m}" for each in counted.months],
        values=[each.count for each in counted.months],
        withheld=f"< {counted.smallest}",
        heading=_("Month"),
        unit=unit,
    )
