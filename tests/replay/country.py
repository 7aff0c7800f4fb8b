"""A small country whose recorded days are replayed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sosiego.intake import services as intake
from sosiego.replay.run import Replayed, replay
from sosiego.rules.book import RuleBook
from tests.builders import NOON, number_range, organisation, report

CALLER, OTHER = "+8613800000001", "+8613800000002"
DAY = NOON.date()


def founded() -> None:
    organisation("desk", "regulator")
    norte = organisation("norte")
    number_range("+861380", organisation("shop", "reseller", host=norte), operator=norte)


def reported(times: int, number: str = CALLER, at: datetime = NOON) -> None:
    for _ in range(times):
        report(number, at=at)


def called(
    path: Path,
    starts: list[datetime],
    caller: str = CALLER,
    cause: int = 16,
    called: str = "+8613900000001",
) -> None:
    """One recorded call at each of these moments."""
    rows = ["record_id,caller,called,start,duration_s,answered,cause,medium,direction"]
    for place, start in enumerate(starts):
        answered = str(cause == 16).lower()
        rows.append(
            f"{path.stem}-{place},{caller},{called},{start.isoformat()},20,{answered},{cause},"
            "call,originating"
        )
    path.write_text("\n".join(rows) + "\n")
    totals = intake.import_traffic(path, operator="norte", at=NOON)
    assert totals.added == len(starts), totals


def replayed(law: RuleBook, draft: RuleBook, days: int = 3, **values: object) -> Replayed:
    """The days from the one of the reports on, long afterwards."""
    given = {"now": NOON + timedelta(days=100)} | values
    return replay(law, draft, DAY, DAY + timedelta(days=days - 1), **given)  # type: ignore[arg-type]
