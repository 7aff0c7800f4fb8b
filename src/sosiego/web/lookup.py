"""Who called me: what the state may tell everybody about a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sosiego.intake import queries as intake
from sosiego.registry import queries as registry
from sosiego.web import book, facts

# The same look-back as the reporters counted by criteria (call_reporters_30d).
LOOK_BACK_DAYS = 30
# Organisations that hold a number for themselves; an operator's range holds its customers' numbers.
HOLDERS_BY_RANGE = frozenset({"regulator", "business", "call-centre", "authority"})
# Counts are told in steps, so that one more report changes nothing that one could see.
STEPS = (1000, 500, 100, 50, 20, 10)


@dataclass(frozen=True)
class Reported:
    """How many people reported a number, coarsely. `at_least` and `below` bound it; both None: nobody."""

    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True)
class LookUp:
    """The public's answer about one number."""

    number: str  # as it was asked, in national form
    canonical: str
    number_class: str
    reported: Reported
    holder: str  # name of the organisation, empty if a person's or unknown
    holder_kind: str
    purpose: str
    network: str  # name of the operator that serves it
    measures: tuple[Any, ...]  # in force now
    days: int = LOOK_BACK_DAYS

    @property
    def is_known(self) -> bool:
        return bool(self.holder or self.measures or self.reported.at_least or self.reported.below)


def look_up(raw: str, at: datetime) -> LookUp:
    """What is known of a number as somebody wrote it. Raises `NotANumberError`."""
    law = book.current()
    canonical = law.numbering.parse(raw)
    on = book.local_day(at)
    found = registry.holding(canonical, on)
    own = found.source in ("assignment", "sender-name") or found.holder_kind in HOLDERS_BY_RANGE
    holder = registry.organisation(found.holder) if found.holder and own else None
    network = registry.organisation(found.operator) if found.operator else None
    number_class = law.numbering.classify(canonical)
    return LookUp(
        number=law.numbering.national(canonical),
        canonical=canonical,
        number_class=book.say(number_class.name) if number_class else "",
        reported=reported(people_who_reported(canonical, at), law.publication("list", on).smallest_count),
        holder=book.said_name(holder.name) if holder else "",
        holder_kind=holder.kind if holder else "",
        purpose=facts.purpose(found.purpose or "") if holder else "",
        network=book.said_name(network.name) if network and network != holder else "",
        measures=tuple(
            measure
            for measure in registry.measures_of(canonical, "number")
            if registry.state_of(measure, at) == "in force"
        ),
    )


def reported(people: int, smallest: int) -> Reported:
    """A count of people as the public may see it: nothing, fewer than the smallest, or a step."""
    if people == 0:
        return Reported()
    if people < smallest:
        return Reported(below=smallest)
    return Reported(at_least=next((step for step in STEPS if step <= people), smallest))


def people_who_reported(canonical: str, at: datetime) -> int:
    """How many people reported a number in the look-back before `at`."""
    recent = intake.reports_of(canonical).filter(received_at__gt=at - timedelta(days=LOOK_BACK_DAYS))
    named = recent.exclude(reporter="").values("reporter").distinct().count()
    # Who reports without a name is one person a report: nothing tells two such reports apart.
    return int(named + recent.filter(reporter="").count())
