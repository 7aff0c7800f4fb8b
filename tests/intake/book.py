"""The little of a rule-book that intake asks for, so that its tests do not hang on any country's law."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from sosiego.rules.numbers import NumberClass, NumberingPlan

PLAN = NumberingPlan(
    country_code="86",
    international_prefix="00",
    trunk_prefix="0",
    classes=(
        NumberClass("mobile", {"en": "Mobile"}, tuple(f"+86{first}" for first in range(13, 20)), (11,)),
        NumberClass("fixed", {"en": "Fixed"}, ("+8610", "+862"), (10, 11), trunk=True),
        NumberClass("sms-port", {"en": "SMS port"}, ("short:86:106",), tuple(range(8, 21)), medium="sms"),
        NumberClass("service", {"en": "Service number"}, ("short:86:100", "short:86:95"), (5, 6)),
    ),
)


def small_book() -> Any:
    """A book with a plan, three categories and a zone."""
    return SimpleNamespace(
        id="test",
        numbering=PLAN,
        time_zone=ZoneInfo("Asia/Shanghai"),
        categories={"loan-marketing": None, "retail-marketing": None, "impersonation": None},
    )
