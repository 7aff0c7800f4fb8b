"""The acts of shadow mode, its only writers: starting, stopping, and recording a day."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import Error as DatabaseError
from django.db import IntegrityError, transaction

from sosiego.cases import queries as cases
from sosiego.cases.facts import Facts
from sosiego.errors import SosiegoError
from sosiego.ledger import services as ledger
from sosiego.rules.book import RuleBook
from sosiego.shadow import copying, queries
from sosiego.shadow.comparing import Compared, compared
from sosiego.shadow.errors import (
    DraftFindsNothingError,
    DraftOfAnotherCountryError,
    ShadowNameNotValidError,
    ShadowNameTakenError,
    ShadowRunStoppedError,
)
from sosiego.shadow.models import ShadowDay, ShadowFinding, ShadowRun, ShadowStop

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# Below the statement size of both databases; not faster when larger.
_ROWS_PER_STATEMENT = 1_000


@dataclass(frozen=True)
class ShadowTotals:
    """What one day of the drafts beside the law was."""

    drafts: int  # that ran
    failures: int  # of them, those that could say nothing
    added: int  # callers found by a draft and not by the law
    gone: int  # callers found by the law and not by a draft


def start(
    draft: str,
    *,
    name: str,
    law: RuleBook,
    actor: str,
    at: datetime,
    since: date | None = None,
    wording_of: date | None = None,
) -> ShadowRun:
    """Copy a draft into the home and let it run beside the law from `since`, else from today.

    Raises what is wrong with the draft, `ShadowNameNotValidError`, `ShadowNameTakenError`,
    `DraftOfAnotherCountryError`, `DraftFindsNothingError`.
    """
    if not _NAME.fullmatch(name):
        raise ShadowNameNotValidError(name)
    if ShadowRun.objects.filter(name=name).exists():
        raise ShadowNameTakenError(name)
    book = copying.keep(draft)
    today = at.astimezone(law.time_zone).date()
    same = book.time_zone == law.time_zone and book.numbering.country_code == law.numbering.country_code
    if not same:
        raise DraftOfAnotherCountryError(book.id, law.id)
    asked = wording_of or today
    if not book.criteria(asked):
        raise DraftFindsNothingError(book.id, asked)
    try:
        return _enter_start(book, name, law, actor, at, since or today, wording_of)
    except IntegrityError:
        raise ShadowNameTakenError(name) from None


@transaction.atomic
def _enter_start(
    book: RuleBook, name: str, law: RuleBook, actor: str, at: datetime, since: date, wording_of: date | None
) -> ShadowRun:
    body = {
        "name": name,
        "draft": book.id,
        "digest": book.digest,
        "law": law.id,
        "law_digest": law.digest,
        "since": since.isoformat(),
        "wording_of": wording_of.isoformat() if wording_of else None,
    }
    index = ledger.append(kind="shadow-started", actor=actor, body=body, at=at)
    return ShadowRun.objects.create(
        name=name,
        rulebook=book.id,
        law=law.id,
        digest=book.digest,
        since=since,
        wording_of=wording_of,
        started_at=at,
        started_by=actor,
        ledger_index=index,
    )


@transaction.atomic
def stop(run: ShadowRun, *, actor: str, at: datetime) -> ShadowStop:
    """End a run; what it recorded stays. Raises `ShadowRunStoppedError`."""
    run = ShadowRun.objects.select_for_update().get(pk=run.pk)
    ended = ShadowStop.objects.filter(run=run).first()
    if ended is not None:
        raise ShadowRunStoppedError(run.name, ended.at.date().isoformat())
    body = {"name": run.name, "draft": run.rulebook, "digest": run.digest}
    index = ledger.append(kind="shadow-stopped", actor=actor, body=body, at=at)
    return ShadowStop.objects.create(run=run, at=at, actor=actor, ledger_index=index)


def record_day(law: RuleBook, day: date, facts: Facts) -> ShadowTotals:
    """Ask every draft that runs on `day` of the facts of a moment, and record what it says. Nothing else.

    Whatever is wrong with a draft, the others and the day go on: it is recorded as failed, with the reason.
    Recorded again, the same answer is not written again, and another one counts instead of the first.
    """
    said = [_record(run, law, day, facts) for run in queries.running(day, facts.at)]
    recorded = [one for one in said if one.outcome == ShadowDay.Outcome.RECORDED]
    return ShadowTotals(
        drafts=len(said),
        failures=len(said) - len(recorded),
        added=sum(one.draft_only for one in recorded),
        gone=sum(one.law_only for one in recorded),
    )


def _record(run: ShadowRun, law: RuleBook, day: date, facts: Facts) -> ShadowDay:
    try:
        found = compared(law, copying.kept_book(run.digest), facts, run.wording_of)
    except DatabaseError:
        # No draft's fault: the cycle must be run again.
        raise
    except Exception as error:
        # Whatever the fault, a trial never stops the law.
        return _enter(run, law, day, facts.at, None, _reason(error))
    return _enter(run, law, day, facts.at, found, "")


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, SosiegoError) else f"{type(error).__name__}: {error}"


@transaction.atomic
def _enter(
    run: ShadowRun, law: RuleBook, day: date, at: datetime, found: Compared | None, reason: str
) -> ShadowDay:
    # Whoever records a day of this run waits here: each attempt sees the one before.
    ShadowRun.objects.select_for_update().get(pk=run.pk)
    law_findings = _law_findings(at) if found else 0
    said = f"{law.digest} {law_findings} {found.digest() if found else reason}"
    digest = hashlib.sha256(said.encode()).hexdigest()
    last = ShadowDay.objects.filter(run=run, day=day).order_by("-attempt").first()
    if last is not None and last.digest == digest:
        return last
    row = ShadowDay.objects.create(
        run=run,
        day=day,
        attempt=last.attempt + 1 if last else 1,
        at=at,
        outcome=ShadowDay.Outcome.RECORDED if found else ShadowDay.Outcome.FAILED,
        reason=reason,
        law_digest=law.digest,
        law_findings=law_findings,
        digest=digest,
        **({"callers": found.callers, **found.callers_by()} if found else {}),
    )
    if found is not None:
        rows = [ShadowFinding(day=row, **vars(one)) for one in found.said]
        ShadowFinding.objects.bulk_create(rows, batch_size=_ROWS_PER_STATEMENT)
    return row


def _law_findings(at: datetime) -> int:
    """What the law recorded in the twenty-four hours to this moment, itself included."""
    instant = timedelta(microseconds=1)
    return cases.findings(since=at - timedelta(days=1) + instant, until=at + instant).count()
