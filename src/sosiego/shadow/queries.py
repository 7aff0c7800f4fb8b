"""What other rooms may read of shadow mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sosiego.shadow.errors import ShadowRunNotFoundError
from sosiego.shadow.models import ShadowDay, ShadowFinding, ShadowRun


@dataclass(frozen=True)
class Standing:
    """How a run stands."""

    run: ShadowRun
    state: str  # "running", "stopped"
    recorded: int  # days
    failed: int
    # The last day that was recorded, and the last that failed, if that is its last word.
    last: ShadowDay | None
    failure: ShadowDay | None


def running(day: date, at: datetime) -> QuerySet[ShadowRun]:
    """The runs that record a day, as they stood at a moment, the eldest first."""
    not_stopped = Q(stop__isnull=True) | Q(stop__at__gt=at)
    return ShadowRun.objects.filter(not_stopped, since__lte=day).order_by("started_at", "id")


def run(name: str) -> ShadowRun:
    """One run. Raises `ShadowRunNotFoundError`."""
    found = ShadowRun.objects.select_related("stop").filter(name=name).first()
    if found is None:
        raise ShadowRunNotFoundError(name)
    return found


def standings() -> list[Standing]:
    """Every run, the newest first."""
    return [standing(one) for one in ShadowRun.objects.select_related("stop").order_by("-started_at", "-id")]


def standing(run: ShadowRun) -> Standing:
    """How one run stands."""
    told = list(days(run))
    recorded = [one for one in told if one.outcome == ShadowDay.Outcome.RECORDED]
    failed = [one for one in told if one.outcome == ShadowDay.Outcome.FAILED]
    return Standing(
        run=run,
        state="stopped" if stopped_at(run) else "running",
        recorded=len(recorded),
        failed=len(failed),
        last=recorded[-1] if recorded else None,
        failure=failed[-1] if failed else None,
    )


def stopped_at(run: ShadowRun) -> datetime | None:
    """When a run was stopped."""
    return run.stop.at if hasattr(run, "stop") else None


def days(run: ShadowRun) -> QuerySet[ShadowDay]:
    """Each day of a run as it was told last, in order."""
    latest = ShadowDay.objects.filter(run=run, day=OuterRef("day")).order_by("-attempt")
    return ShadowDay.objects.filter(run=run, attempt=Subquery(latest.values("attempt")[:1])).order_by("day")


def findings(run: ShadowRun) -> QuerySet[ShadowFinding]:
    """What was recorded on the days of a run, the latest day first."""
    told = days(run).order_by().values("pk")
    found = ShadowFinding.objects.filter(day__in=told).select_related("day")
    return found.order_by("-day__day", "subject", "rule")
