"""The report of a run as data: every figure, and every caller in full, for who must look closer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sosiego.oversight.statistics import Figure
from sosiego.shadow import queries
from sosiego.shadow.models import ShadowRun
from sosiego.shadow.report import Caller, Report, RuleTold


def plain(report: Report, simulated: bool) -> dict[str, Any]:
    """The report in the types of JSON. Callers stand in full: it is for officials, and not published."""
    return {
        **run_plain(report.run, report.state),
        "simulated": simulated,
        "days_recorded": len(report.recorded),
        "days_failed": len(report.failed),
        "callers": asdict(report.total),
        "law_findings": sum(one.law_findings for one in report.recorded),
        "draft_only_confirmed": _figure(report.confirmed),
        "weeks": [{"week": week.isoformat(), **asdict(split)} for week, split in report.weeks.items()],
        "days": [asdict(one) | {"day": one.day.isoformat()} for one in report.days],
        "rules": [_rule(one) for one in report.rules],
    }


def run_plain(run: ShadowRun, state: str) -> dict[str, Any]:
    """What is said of a run when it is started, listed and stopped."""
    stopped = queries.stopped_at(run)
    return {
        "name": run.name,
        "draft": run.rulebook,
        "digest": run.digest,
        "law": run.law,
        "since": run.since.isoformat(),
        "wording_of": run.wording_of.isoformat() if run.wording_of else None,
        "state": state,
        "started_at": run.started_at.isoformat(),
        "started_by": run.started_by,
        "stopped_at": stopped.isoformat() if stopped else None,
    }


def _rule(told: RuleTold) -> dict[str, Any]:
    return {
        "rule": told.rule,
        "name": dict(told.name),
        **asdict(told.total),
        "weeks": [{"week": week.isoformat(), **asdict(split)} for week, split in told.weeks.items()],
        "draft_only_callers": [_caller(one) for one in told.draft_callers],
        "law_only_callers": [_caller(one) for one in told.law_callers],
        "draft_only_holders": dict(told.holders),
        "draft_only_confirmed": _figure(told.confirmed),
    }


def _caller(one: Caller) -> dict[str, Any]:
    return asdict(one) | {"first": one.first.isoformat(), "last": one.last.isoformat()}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "confirmed": figure.numerator,
        "judged": figure.denominator,
        "share": figure.value,
        "low": figure.low,
        "high": figure.high,
    }
