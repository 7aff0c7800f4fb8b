"""Rules about amounts: caps, fines, indicators, ladders, scoring, capabilities, and the form of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sosiego.rules import climbing, marks
from sosiego.rules.book import CapabilityTest, Indicator, RuleBook
from sosiego.rules.tested.kind import (
    UNKNOWN,
    Answer,
    Kind,
    NotExpectableError,
    Question,
    exactly,
    measure_of,
    moment,
    one_of,
    truth,
    yes_or_no,
)

_ZONES = ("good", "between", "warning", "critical", UNKNOWN)
_NONE = "none"


class CapKind(Kind):
    """Told how many calls there were within how many of the cap's hours or days; answers whether too many."""

    name = "cap"
    needs = (("count",),)
    follows = ("outcome",)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_caps

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"count": "integer", "within": "integer"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def ask(self, question: Question) -> Answer:
        cap, facts = question.wording, question.facts
        # Calls that are spread over more time than the cap's are never all in one of its periods.
        is_over = facts.get("within", cap.per_amount) <= cap.per_amount and cap.is_over(facts["count"])
        return Answer(is_over, follows={"outcome": cap.outcome} if is_over else {})


class ControlKind(Kind):
    """Told how many calls of a limited number went through this hour; answers whether the next is blocked."""

    name = "control"
    needs = (("calls_this_hour",),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_controls

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"calls_this_hour": "integer"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def ask(self, question: Question) -> Answer:
        # As `control.decide`, which may not import the rules: what runs in the network stands alone.
        return Answer(question.facts["calls_this_hour"] >= question.wording.limit_calls_per_hour)


class PenaltyKind(Kind):
    """Told how many breaches, the how-manieth time, by whom; answers with the fine, or its two ends."""

    name = "penalty"

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_penalties

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"count": "integer", "nth": "integer", "turnover": "number"}

    def expected(self, wording: Any, value: Any) -> Decimal | tuple[Decimal, Decimal]:
        if _is_number(value):
            return exactly(value)
        if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)):
            return exactly(value[0]), exactly(value[1])
        raise NotExpectableError("an amount, or two: [lowest, highest]")

    def ask(self, question: Question) -> Answer:
        facts, turnover = question.facts, question.facts.get("turnover")
        return Answer(
            question.wording.amount(
                facts.get("count", 1), facts.get("nth", 1), None if turnover is None else exactly(turnover)
            )
        )


class IndicatorKind(Kind):
    """Told a value, or the two counts it is made of; answers with its zone.

    Where an indicator looks back: told of two confirmed cases, answers whether the second is a repetition.
    """

    name = "indicator"
    knows_unknown = True

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_indicators

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        counts = {wording.numerator: "integer", wording.denominator: "integer"}
        looks_back = {} if wording.within_days is None else {"before": "moment", "again": "moment"}
        return {"value": "number", **counts, **looks_back}

    def expected(self, wording: Any, value: Any) -> str | bool:
        if wording.within_days is not None and isinstance(value, bool):
            return value
        return one_of(value, _ZONES)

    def ask(self, question: Question) -> Answer:
        indicator: Indicator = question.wording
        facts, zone = question.facts, question.book.time_zone
        if facts.get("before") and facts.get("again"):
            before, again = moment(facts["before"], zone), moment(facts["again"], zone)
            return Answer(marks.is_repetition(before, again, indicator.within_days or 0))
        value = facts.get("value")
        if value is None and facts.get(indicator.numerator) is not None:
            counts = facts[indicator.numerator], facts.get(indicator.denominator) or 0
            value = marks.figure(*counts, indicator.per)
        return Answer(marks.zone(indicator, value))


class LadderKind(Kind):
    """Told the how-manieth violation it is, or the days of those before; answers with the step."""

    name = "ladder"
    needs = (("violation", "earlier"),)
    follows = ("measure", "days", "automatic")

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_ladders

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"violation": "integer", "earlier": "dates"}

    def expected(self, wording: Any, value: Any) -> str:
        return one_of(value, [*(step.id for step in wording.steps), _NONE])

    def ask(self, question: Question) -> Answer:
        ladder, facts = question.wording, question.facts
        nth = facts["violation"] if "violation" in facts else 1 + self._counted(question)
        step = climbing.step_at(ladder, nth)
        return Answer(_NONE) if step is None else Answer(step.id, follows=measure_of(step.measure))

    def _counted(self, question: Question) -> int:
        """Of the violations before, those within the look-back of one found on the day of the test."""
        at = datetime.combine(question.on, datetime.min.time(), question.book.time_zone)
        since = climbing.counted_after(question.wording, at)
        days = (datetime.combine(day, at.timetz()) for day in question.facts.get("earlier") or ())
        return sum(day > since for day in days)


class ScoringKind(Kind):
    """Told a score, or the values of indicators (null: not known); answers with the grade or the score.

    Told which share of the weight is known: answers whether that is enough for a score.
    """

    name = "scoring"
    knows_unknown = True
    follows = ("grade",)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_scorings

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {
            "score": "number",
            "known_weight": "number",
            **{indicator.id: "number" for indicator in book.all_indicators},
        }

    def expected(self, wording: Any, value: Any) -> str | float | bool:
        if isinstance(value, bool):
            return value
        grades = [grade.id for grade in wording.grades]
        if _is_number(value):
            return float(value)
        if value in (*grades, UNKNOWN):
            return str(value)
        raise NotExpectableError(f"a grade ({', '.join(grades)}), a score, {UNKNOWN}, true or false")

    def ask(self, question: Question) -> Answer:
        scoring, facts = question.wording, question.facts
        if facts.get("known_weight") is not None:
            return Answer(marks.is_enough(facts["known_weight"], 1, scoring))
        if facts.get("score") is not None:
            return Answer(marks.grade(facts["score"], scoring))
        result = marks.score(
            (
                marks.points(indicator, facts[indicator.id], scoring)
                for indicator in question.book.indicators(question.on)
                if indicator.id in facts
            ),
            scoring,
        )
        if result.score is None:
            return Answer(UNKNOWN)
        return Answer(result.score, follows={"grade": result.grade})


class CapabilityKind(Kind):
    """Told what a test found in how many tries; answers whether the requirement is met."""

    name = "capability"
    needs = (("found",),)
    knows_unknown = True

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_capabilities

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"found": "boolean" if wording.test.value is None else "number", "tries": "integer"}

    def expected(self, wording: Any, value: Any) -> bool | None:
        return truth(value)

    def has_numbers(self, wording: Any) -> bool:
        return wording.test.value is not None or wording.test.sample is not None

    def ask(self, question: Question) -> Answer:
        return Answer(is_met(question.wording.test, question.facts.get("found"), question.facts.get("tries")))


def is_met(test: CapabilityTest, found: float | bool | None, tries: int | None) -> bool | None:
    """Whether a requirement is met; None if nothing was found, or in fewer tries than are laid down."""
    if found is None or (tries is not None and test.sample is not None and tries < test.sample):
        return None
    if test.value is None:
        return bool(found)
    return found >= test.value if test.direction == "at least" else found <= test.value


class SendersKind(Kind):
    """Told how old a consent is, or how long the open part of a text; answers whether it may stand."""

    name = "senders"
    needs = (("consent_days", "variable_length"),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_senders

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"consent_days": "integer", "variable_length": "integer"}

    def expected(self, wording: Any, value: Any) -> bool:
        return yes_or_no(value)

    def has_numbers(self, wording: Any) -> bool:
        return wording.consent is not None or wording.template is not None

    def ask(self, question: Question) -> Answer:
        rules, facts = question.wording, question.facts
        stands = True
        if rules.consent is not None and "consent_days" in facts:
            stands = facts["consent_days"] <= rules.consent.days
        if rules.template is not None and "variable_length" in facts:
            stands = stands and facts["variable_length"] <= rules.template.longest_variable
        return Answer(stands)


class ChannelKind(Kind):
    """Told a message; answers with its parts, or unknown if it is not in the form of the channel."""

    name = "channel"
    needs = (("message",),)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_channels

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {"message": "text"}

    def expected(self, wording: Any, value: Any) -> Mapping[str, str] | None:
        if isinstance(value, dict):
            return {name: str(part) for name, part in value.items()}
        if value == UNKNOWN:
            return None
        raise NotExpectableError(f"the parts by name, or {UNKNOWN}")

    def has_numbers(self, wording: Any) -> bool:
        return False

    def ask(self, question: Question) -> Answer:
        return Answer(question.wording.parse(question.facts["message"]))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
