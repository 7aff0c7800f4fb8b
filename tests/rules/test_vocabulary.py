"""Each fact has one meaning, and what detection finds has the name that conditions use."""

from __future__ import annotations

from sosiego.rules.vocabulary import caller_facts, organisation_facts


def test_every_fact_says_what_it_means() -> None:
    for fact in (*caller_facts().values(), *organisation_facts().values()):
        assert fact.meaning, fact.name
        assert fact.source in {"detection", "cases", "registry", "oversight"}, fact.name


def test_a_fact_carries_its_type_and_unit() -> None:
    fact = caller_facts()["calls_per_hour_max"]
    assert (fact.type, fact.unit, fact.source) == ("integer", "calls", "detection")
