"""Rules that are a condition: criteria, violations, gates and call rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import Condition
from sosiego.rules.tested.kind import Answer, Kind, Question, measure_of, truth
from sosiego.rules.vocabulary import Fact, call_facts, caller_facts, organisation_facts


class ConditionKind(Kind):
    """A rule that holds, does not hold or cannot be known."""

    is_condition = True
    knows_unknown = True
    vocabulary: ClassVar[Callable[[], Mapping[str, Fact]]]

    def condition(self, wording: Any) -> Condition:
        condition: Condition = wording.condition
        return condition

    def then(self, wording: Any, truth: bool | None) -> Mapping[str, Any]:
        """What follows from a truth."""
        return {}

    def facts(self, book: RuleBook, wording: Any) -> Mapping[str, str]:
        return {name: fact.type for name, fact in type(self).vocabulary().items()}

    def expected(self, wording: Any, value: Any) -> bool | None:
        return truth(value)

    def ask(self, question: Question) -> Answer:
        explanation = self.condition(question.wording).explain(question.facts)
        follows = self.then(question.wording, explanation.truth)
        return Answer(explanation.truth, explanation, follows)


class CriterionKind(ConditionKind):
    name = "criterion"
    vocabulary = staticmethod(caller_facts)
    follows = ("order", "measure", "days", "automatic")

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_criteria

    def then(self, wording: Any, truth: bool | None) -> Mapping[str, Any]:
        return {"order": wording.order or "none", **measure_of(wording.measure)} if truth else {}


class ViolationKind(ConditionKind):
    name = "violation"
    vocabulary = staticmethod(organisation_facts)
    follows = ("ladder",)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_violations

    def then(self, wording: Any, truth: bool | None) -> Mapping[str, Any]:
        return {"ladder": wording.ladder} if truth else {}


class GateKind(ConditionKind):
    name = "gate"
    vocabulary = staticmethod(organisation_facts)
    follows = ("refused",)

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_gates

    def condition(self, wording: Any) -> Condition:
        condition: Condition = wording.closed_when
        return condition

    def then(self, wording: Any, truth: bool | None) -> Mapping[str, Any]:
        return {"refused": wording.resource} if truth else {}


class CallRuleKind(ConditionKind):
    name = "call rule"
    vocabulary = staticmethod(call_facts)
    follows = ("outcome", "notice")

    def wordings(self, book: RuleBook) -> Sequence[Any]:
        return book.all_call_rules

    def then(self, wording: Any, truth: bool | None) -> Mapping[str, Any]:
        if truth is None:
            return {"outcome": wording.unknown}
        return {"outcome": wording.outcome, "notice": wording.notice or "none"} if truth else {}
