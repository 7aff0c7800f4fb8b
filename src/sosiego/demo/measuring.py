"""What was found, told in the words of the simulated country's score."""

from __future__ import annotations

from datetime import datetime

from sosiego import home
from sosiego.cases import queries as cases
from sosiego.demo.errors import NothingToScoreError
from sosiego.registry.models import Measure
from sosiego.rules.book import RuleBook
from sosiego.world import truth
from sosiego.world.quarter import Quarter
from sosiego.world.score import Found, Score, score


def found(book: RuleBook) -> list[Found]:
    """Each rule's first finding about each number, with the kinds of measures the number ever got."""
    measures: dict[str, set[str]] = {}
    for target, kind in Measure.objects.filter(target_kind="number").values_list("target", "kind"):
        measures.setdefault(target, set()).add(kind)
    first: dict[tuple[str, str], tuple[datetime, str]] = {}
    for finding in cases.findings().order_by("-at", "-id"):
        pattern = book.criterion(finding.rule, finding.version).pattern
        first[finding.case.subject, finding.rule] = finding.at, pattern
    return [
        Found(number, rule, pattern, at, tuple(sorted(measures.get(number, ()))))
        for (number, rule), (at, pattern) in sorted(first.items())
    ]


def scored(book: RuleBook, quarter: Quarter) -> Score:
    """The score of this home's simulated country. Raises `NothingToScoreError`."""
    path = home.current().world / truth.FILE
    if not path.exists():
        raise NothingToScoreError(str(home.current().root))
    return score(found(book), truth.read(path), since=quarter.first, after=quarter.after)
