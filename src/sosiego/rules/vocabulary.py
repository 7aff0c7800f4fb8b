"""The facts that conditions may speak of, each with one meaning in every rule-book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from ruamel.yaml import YAML

FactType = Literal["integer", "number", "text", "boolean", "date"]
_FILE = Path(__file__).with_name("facts.yaml")


@dataclass(frozen=True)
class Fact:
    """One name of the vocabulary."""

    name: str
    type: FactType
    unit: str
    source: str  # the room that knows it
    meaning: str


@cache
def _read() -> Mapping[str, Mapping[str, Fact]]:
    subjects = YAML(typ="safe", pure=True).load(_FILE.read_text(encoding="utf-8"))
    for facts in subjects.values():
        for name, fact in facts.items():
            assert fact["type"] in get_args(FactType), name
    return {
        subject: MappingProxyType(
            {
                name: Fact(name, fact["type"], fact["unit"], fact["from"], fact["meaning"])
                for name, fact in facts.items()
            }
        )
        for subject, facts in subjects.items()
    }


def caller_facts() -> Mapping[str, Fact]:
    """Facts about a number or sender name at one moment."""
    return _read()["caller"]


def organisation_facts() -> Mapping[str, Fact]:
    """Facts about an organisation in a period or at the gate."""
    return _read()["organisation"]


def call_facts() -> Mapping[str, Fact]:
    """Facts about one call or message as the network is about to carry it."""
    return _read()["call"]


def subject_of(name: str) -> str:
    """What a fact is about: "caller", "organisation", "call"; "" if there is no such fact."""
    return next((subject for subject, facts in _read().items() if name in facts), "")
