"""A small country for the pages: organisations, log-ins, and one caller with a story, made by real acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from sosiego.cases import queries, services
from sosiego.intake import services as intake
from sosiego.registry import services as registry
from sosiego.rules import loader
from sosiego.web import members
from tests.builders import contract, number_range, organisation, person

CALLER = "+8613800001234"
PERSONS_NUMBER = "+8613911112222"
PASSWORD = "correct horse battery"
MORNING = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)

LOG_INS = {
    "ana": ("official", "regulator"),
    "li": ("supervisor", "regulator"),
    "kim": ("auditor", "regulator"),
    "root": ("administrator", "regulator"),
    "norte-agent": ("agent", "norte"),
    "sur-agent": ("agent", "sur"),
}


@dataclass(frozen=True)
class Country:
    caller: str
    order: str
    measure: str
    visitors: dict[str, Any]


def log_ins() -> dict[str, Any]:
    """The regulator, two operators, a call centre, and one log-in of each role, with one password."""
    organisation("regulator", "regulator", name="National Telecommunications Authority")
    norte = organisation("norte", "operator", name="Norte Mobile", licence="B1-2019-001")
    sur = organisation("sur", "operator", name="Sur Telecom", licence="B1-2019-002")
    centre = organisation("voz-clara", "call-centre", name="Voz Clara Call Centre", licence="B2-2021-044")
    person(norte, name="Chen Wei", position="Director of network security")
    contract(sur, centre, has_nuisance_clause=False)
    number_range("+861380", norte, operator=norte)
    number_range("+861391", sur, operator=sur)
    return {
        name: members.add_user(name, role=role, organisation=code, password=PASSWORD)
        for name, (role, code) in LOG_INS.items()
    }


def country() -> Country:
    """One number that many people reported, found by the rules of the book, with order and measure."""
    visitors = log_ins()
    book = loader.load(settings.RULEBOOK)
    for place in range(14):
        intake.receive_report(
            medium="call",
            channel="web",
            number_raw=CALLER,
            occurred_at=None,
            category="loan-marketing" if place % 3 else "fraud",
            text="They offered a loan and asked for a code." if place % 4 == 0 else "",
            recorded_voice=bool(place % 2),
            contact=f"1390000{place:04d}",
            region="",
            network="",
            at=MORNING - timedelta(days=place // 3, hours=place % 5),
        )
    intake.receive_report(
        medium="call",
        channel="web",
        number_raw=PERSONS_NUMBER,
        occurred_at=None,
        category="fraud",
        text="",
        recorded_voice=None,
        contact="13800009999",
        region="",
        network="",
        at=MORNING - timedelta(days=1),
    )
    services.evaluate(book, at=MORNING)
    order = queries.orders(subject=CALLER)[0]
    basis = {"rulebook": book.id, "rule": order.finding.rule, "version": order.finding.version.isoformat()}
    measure = registry.put_measure_in_force(
        kind="limit",
        target_kind="number",
        target=CALLER,
        holder=order.addressee,
        since=MORNING,
        until=MORNING + timedelta(days=30),
        review_on=None,
        automatic=True,
        basis=basis,
        case_reference=order.case.reference,
        actor="system",
    )
    return Country(CALLER, order.reference, measure.reference, visitors)
