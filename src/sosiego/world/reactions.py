"""What organisations and callers do about orders, measures and questions, true to their character."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from sosiego.world.organisations import NETWORKS, network_operator
from sosiego.world.people import block_key
from sosiego.world.truth import Truth


@dataclass(frozen=True)
class Character:
    """How an organisation treats what it is asked."""

    # Median share of the time it has that it takes (of at most `HURRY`); a delay is log-normal about it.
    pace: float
    # Chance that it never answers an order, or a traceback.
    silent: float
    # Chance that it answers the opposite of the truth.
    errs: float


CHARACTERS: Mapping[str, Character] = {
    "aurora": Character(0.4, 0.01, 0.02),
    "brisa": Character(0.45, 0.02, 0.03),
    "cumbre": Character(0.5, 0.03, 0.03),
    "delta": Character(0.45, 0.02, 0.02),
    "lucero": Character(0.2, 0.0, 0.01),
    "marea": Character(1.0, 0.18, 0.10),
    "niebla": Character(2.0, 0.93, 0.30),
    "pico": Character(0.6, 0.05, 0.05),
    "alba": Character(0.4, 0.02, 0.03),
    "boreal": Character(0.3, 0.01, 0.02),
    "cierzo": Character(2.0, 0.9, 0.5),
    "duna": Character(0.4, 0.02, 0.03),
}
# Businesses that nobody else is said of here: they answer, and not fast.
USUAL = Character(0.6, 0.06, 0.05)
DELAY_SPREAD = 0.5
# Who has weeks does not take half of them: after a few days the answer is there or forgotten.
HURRY = timedelta(days=6)

# Where calls that no subscriber makes enter the country's networks; all others by the gateway.
ENTRIES = (
    ("short:86:9523", "brisa"),
    ("short:86:10692", "brisa"),
    ("short:86:10691", "aurora"),
    ("+8610", "aurora"),
)
GATEWAY = "cumbre"

CONFIRMED_TEXTS = (
    "Verified with our records: unlawful use. The number was withdrawn from its user.",
    "经核实，该号码存在违规外呼行为，已停机处理。",
    "Comprobado: llamadas no solicitadas. Se ha dado de baja la línea.",
)
DENIED_TEXTS = (
    "The user has shown the consent of those called; we found no breach.",
    "经核实，该用户为正常业务通话，未发现违规。",
    "Revisado: es una actividad legítima y registrada.",
)


@dataclass(frozen=True)
class Answer:
    """An organisation's answer to an order."""

    outcome: str  # "confirmed" or "not-confirmed"
    text: str
    at: datetime


class Reactions:
    """Asked with references, so that the same question always gets the same answer."""

    def __init__(self, seed: int, truths: list[Truth]) -> None:
        self.seed = seed
        self.learn(truths)

    def learn(self, truths: list[Truth]) -> None:
        """What the holders can find out about their own users."""
        self._nuisance = {one.number: one.is_nuisance for one in truths}

    def to_order(
        self, reference: str, addressee: str, subject: str, issued_at: datetime, due_at: datetime
    ) -> Answer | None:
        """What a holder answers and when; None if it stays silent."""
        rng = self._chance("order", reference)
        character = CHARACTERS.get(addressee, USUAL)
        if rng.random() < character.silent:
            return None
        is_nuisance = self._nuisance.get(subject, False)
        says_confirmed = is_nuisance != (rng.random() < character.errs)
        words = CONFIRMED_TEXTS if says_confirmed else DENIED_TEXTS
        return Answer(
            "confirmed" if says_confirmed else "not-confirmed",
            words[int(rng.integers(0, len(words)))],
            issued_at + _taken(character, due_at - issued_at, rng),
        )

    def to_measure(self, reference: str, subject: str, since: datetime) -> tuple[str, datetime] | None:
        """The appeal of a caller against a measure, and when; None if it does not appeal.

        Those who did nothing wrong mostly appeal; one in thirty of the others tries, too.
        """
        rng = self._chance("measure", reference)
        innocent = not self._nuisance.get(subject, False)
        if rng.random() > (0.9 if innocent else 0.03):
            return None
        text = (
            "Our number serves patients and customers who expect our call. Please lift the measure."
            if innocent
            else "We do not know why our number was restricted."
        )
        # An honest business sees the same day that its calls are labelled; the others wait and see.
        days = rng.uniform(0.1, 0.8) if innocent else rng.uniform(0.5, 3.0)
        return text, since + timedelta(days=float(days))

    def is_truly_nuisance(self, subject: str) -> bool:
        """What an official who looks closely at an appeal comes to see; right in 19 of 20 cases."""
        rng = self._chance("appeal", subject)
        return self._nuisance.get(subject, False) != (rng.random() < 0.05)

    def to_traceback(
        self, reference: str, asked: str, subject: str, asked_at: datetime, due_at: datetime
    ) -> tuple[str, datetime] | None:
        """(code of the organisation before it, "" if the call began with it; when), or None if silent."""
        rng = self._chance("traceback", f"{reference}/{asked}")
        character = CHARACTERS.get(asked, USUAL)
        if rng.random() < character.silent * 0.8:
            return None
        return _before(asked, subject), asked_at + _taken(character, due_at - asked_at, rng)

    def _chance(self, about: str, name: str) -> np.random.Generator:
        digest = hashlib.sha256(f"{self.seed}/{about}/{name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _taken(character: Character, term: timedelta, rng: np.random.Generator) -> timedelta:
    """How long an organisation takes when it has `term`."""
    return min(term, HURRY) * float(rng.lognormal(np.log(character.pace), DELAY_SPREAD))


def origin_network(subject: str) -> str:
    """Code of the network whose user the subject is, "" if unknown."""
    if not subject.startswith("+86"):
        return ""
    key = int(subject[1:])
    for network in NETWORKS:
        for block in network.blocks:
            if block_key(block) <= key < block_key(block) + 10_000:
                return network.code
    return ""


def _before(asked: str, subject: str) -> str:
    """Whom the asked one had the call from: first the operator that let it in, then its reseller."""
    origin = origin_network(subject)
    operator = network_operator(origin) if origin else _let_in_by(subject)
    if asked in (origin, operator):
        return "" if asked == origin or not origin else origin
    return operator


def _let_in_by(subject: str) -> str:
    """The operator at which callers without a subscriber's number enter: gateway, or voice line."""
    for prefix, operator in ENTRIES:
        if subject.startswith(prefix):
            return operator
    return GATEWAY
