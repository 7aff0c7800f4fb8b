"""The story of one caller in time: what people reported, what was found, asked, answered and done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sosiego.cases.models import Event, Finding, Traceback
from sosiego.intake import queries as intake
from sosiego.registry import queries as registry

# Moments that are equal are told in the order in which one leads to the other.
_ORDER = ("reports", "opened", "found", "measure-in-force", "order-issued")

# Their own deadline counts, not that with which the order or appeal began; none while the clock stands still.
_ABOUT_CLOCKS = (
    Event.Kind.REPORTER_ASKED,
    Event.Kind.REPORTER_ANSWERED,
    Event.Kind.APPELLANT_ASKED,
    Event.Kind.APPELLANT_ANSWERED,
)


@dataclass(frozen=True)
class StoryLine:
    """One line of the story. `kind` is “reports” or the kind of an event; `parts` is what the line tells,
    by name, for a sentence in the reader's language.
    """

    at: datetime
    kind: str
    parts: dict[str, Any] = field(default_factory=dict)
    # "system", "user:<name>", "organisation:<code>"; "" for reports.
    actor: str = ""
    # Reference of what the line is about: an order, measure, appeal, traceback or case.
    link: str = ""


def story(subject: str) -> list[StoryLine]:
    """Everything that happened about a number or sender name, the earliest first."""
    lines = [*_reports(subject), *_events(subject), *_measures_of_no_case(subject)]
    return sorted(lines, key=lambda line: (line.at, _ORDER.index(line.kind) if line.kind in _ORDER else 9))


def _reports(subject: str) -> Iterator[StoryLine]:
    """One line for the reports of one local day and medium: a bombed number has thousands."""
    days: dict[tuple[date, str], list[tuple[datetime, str, str]]] = defaultdict(list)
    rows = intake.reports_of(subject).values_list(
        "received_at", "medium", "category", "reference", "reporter"
    )
    people: dict[tuple[date, str], set[str]] = defaultdict(set)
    for received_at, medium, category, reference, reporter in rows.iterator():
        key = (timezone.localtime(received_at).date(), medium)
        days[key].append((received_at, category, reference))
        people[key].add(reporter or reference)
    for (day, medium), found in days.items():
        last_at, _, reference = max(found)
        categories: dict[str, int] = defaultdict(int)
        for _, category, _ in found:
            categories[category] += 1
        parts = {
            "medium": medium,
            "day": day,
            "count": len(found),
            "people": len(people[day, medium]),
            "categories": dict(sorted(categories.items(), key=lambda one: (-one[1], one[0]))),
        }
        yield StoryLine(last_at, "reports", parts, "", reference if len(found) == 1 else "")


def _events(subject: str) -> Iterator[StoryLine]:
    of_cases = Event.objects.filter(case__subject=subject)
    alone = Event.objects.filter(
        case=None, hop__traceback__in=Traceback.objects.filter(subject=subject).values("pk")
    )
    findings = {finding.pk: finding for finding in Finding.objects.filter(case__subject=subject)}
    linked = (
        "case",
        "order__addressee",
        "order__finding",
        "measure",
        "hop__traceback",
        "hop__asked",
        "appeal",
    )
    for event in [*of_cases.select_related(*linked), *alone.select_related(*linked)]:
        yield StoryLine(event.at, event.kind, _parts(event, findings), event.actor, _link(event))


def _parts(event: Event, findings: dict[int, Finding]) -> dict[str, Any]:
    parts: dict[str, Any] = dict(event.data)
    if event.case is not None:
        parts["case"] = event.case.reference
    if event.kind == Event.Kind.FOUND and parts.get("finding") in findings:
        finding = findings[parts["finding"]]
        parts |= {
            "rule": finding.rule,
            "version": finding.version,
            "category": finding.category,
            "facts": finding.facts,
            "clauses": finding.clauses,
        }
    if event.order is not None:
        order = event.order
        parts |= {"addressee": order.addressee.name, "due_at": order.due_at, "step": order.step}
    if event.measure is not None:
        measure = event.measure
        parts |= {"measure": measure.reference, "measure_kind": measure.kind, "until": measure.until}
    if event.hop is not None:
        parts |= {"asked": event.hop.asked.name, "hop": event.hop.order}
    if event.appeal is not None:
        parts["due_at"] = event.appeal.due_at
    if event.kind in _ABOUT_CLOCKS:
        parts["due_at"] = event.due_at
    return parts


def _link(event: Event) -> str:
    if event.order is not None:
        return event.order.reference
    if event.appeal is not None:
        return event.appeal.reference
    if event.hop is not None:
        return event.hop.traceback.reference
    if event.measure is not None:
        return event.measure.reference
    return event.case.reference if event.case is not None else ""


def _measures_of_no_case(subject: str) -> Iterator[StoryLine]:
    """Measures on the number that came from a sanction or from before there were cases."""
    for measure in registry.measures_of(subject, "number").filter(case_reference=""):
        parts = {"measure": measure.reference, "measure_kind": measure.kind, "until": measure.until}
        yield StoryLine(measure.since, Event.Kind.MEASURE_IN_FORCE.value, parts, "", measure.reference)
        lift = getattr(measure, "lift", None)
        if lift is not None:
            told = parts | {"reason": lift.reason, "was_wrong": lift.was_wrong}
            yield StoryLine(lift.at, Event.Kind.MEASURE_LIFTED.value, told, lift.actor, measure.reference)
