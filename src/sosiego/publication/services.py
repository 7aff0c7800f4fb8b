"""The acts of publication, its only writers: make, sign, withdraw, rebuild; each in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from sosiego.files import write_bytes
from sosiego.ledger.services import Act, append, append_many
from sosiego.publication import open_data, queries, render, snapshot
from sosiego.publication.errors import (
    PublicationKindUnknownError,
    PublicationNotOpenError,
    RebuildDiffersError,
    SamePersonSignsTwiceError,
    WithdrawalWithoutReasonError,
)
from sosiego.publication.models import Publication, PublicationEvent
from sosiego.publication.speech import LANGUAGES
from sosiego.registry.references import next_reference
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

# Steps of progress that `make` reports: one per language, one for the data.
STEPS = len(LANGUAGES) + 1


def make(
    kind: str,
    period: Period | str,
    *,
    book: RuleBook,
    at: datetime,
    actor: str,
    out: Path | None = None,
    time_zone: ZoneInfo | None = None,
    progress: Callable[[int], None] | None = None,
) -> Publication:
    """Freeze the figures of a period and make every file of a list or bulletin. Not public before `sign`.

    `time_zone` names whose days the period has, if not the rule-book's. `out` gets a copy of the files.
    Raises `PublicationKindUnknownError`, `PeriodNotBegunError`, `RuleNotInForceError`, `PageNotSetError`.
    """
    if kind not in Publication.Kind.values:
        raise PublicationKindUnknownError(kind)
    named = Period.parse(period) if isinstance(period, str) else period
    frozen = snapshot.freeze(book, kind, named, at, time_zone=time_zone)
    files = render.files(frozen, progress)
    frozen.store()
    made = _record(frozen, files, at=at, actor=actor)
    if out is not None:
        write(files, out)
    return made


@transaction.atomic
def _record(
    frozen: snapshot.Snapshot, files: Mapping[str, bytes], *, at: datetime, actor: str
) -> Publication:
    replaces = (
        queries.publications(frozen.kind, frozen.period)
        .exclude(events__kind=PublicationEvent.Kind.WITHDRAWN)
        .first()
    )
    reference = next_reference("P", at.year)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    rulebook = f"{frozen.value['rulebook']['id']}@{frozen.value['rulebook']['digest'][:16]}"
    body: dict[str, Any] = {
        "reference": reference,
        "event": PublicationEvent.Kind.MADE,
        "kind": frozen.kind,
        "period": frozen.period,
        "snapshot": frozen.digest,
        "rulebook": rulebook,
        "simulated": frozen.is_simulated,
        "files": digests,
        "replaces": replaces.reference if replaces else "",
    }
    index = append(kind="publication", actor=actor, body=body, at=at)
    made = Publication.objects.create(
        reference=reference,
        kind=frozen.kind,
        period=frozen.period,
        snapshot=frozen.digest,
        rulebook=rulebook,
        made_at=at,
        simulated=frozen.is_simulated,
        files=digests,
        replaces=replaces,
        ledger_index=index,
    )
    PublicationEvent.objects.create(
        publication=made, kind=PublicationEvent.Kind.MADE, at=at, actor=actor, ledger_index=index
    )
    # Inside the transaction: a publication that is recorded has its files.
    write(files, queries.folder(made))
    return made


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write each file as one act."""
    for path, content in files.items():
        write_bytes(folder / path, content)


@transaction.atomic
def sign(publication: Publication, *, actor: str, at: datetime) -> Publication:
    """Sign a publication. The last signature that its rule asks for publishes it and enters each figure.

    Raises `SamePersonSignsTwiceError`, `PublicationNotOpenError`, and `SnapshotChangedError` if the frozen
    figures are not those that were made.
    """
    signed = Publication.objects.select_for_update().get(pk=publication.pk)
    frozen = queries.snapshot(signed)
    signers = queries.signers(signed)
    if actor in signers:
        raise SamePersonSignsTwiceError(signed.reference, actor)
    _require(signed, "made", "signed once")
    _happened(signed, PublicationEvent.Kind.SIGNED, actor=actor, at=at)
    if len(signers) + 1 >= int(frozen.value["signatures"]):
        _happened(signed, PublicationEvent.Kind.PUBLISHED, actor=actor, at=at)
        _enter_figures(signed, frozen, actor=actor, at=at)
    return queries.publication(signed.reference)


@transaction.atomic
def withdraw(publication: Publication, *, actor: str, at: datetime, reason: str) -> Publication:
    """Take a publication back; its record and figures stay.

    Raises `WithdrawalWithoutReasonError` and `PublicationNotOpenError`.
    """
    if not reason.strip():
        raise WithdrawalWithoutReasonError(publication.reference)
    withdrawn = Publication.objects.select_for_update().get(pk=publication.pk)
    _require(withdrawn, "made", "signed once", "published", "replaced")
    _happened(withdrawn, PublicationEvent.Kind.WITHDRAWN, actor=actor, at=at, reason=reason)
    return queries.publication(withdrawn.reference)


def rebuild(
    publication: Publication, *, out: Path | None = None, progress: Callable[[int], None] | None = None
) -> Mapping[str, str]:
    """Make every file again from the frozen figures alone and compare each with what was recorded.

    Writes to `out`, or to the publication's own folder. Returns path -> SHA-256.
    Raises `RebuildDiffersError` (after writing to `out`), and the errors of `snapshot.load`.
    """
    files = render.files(queries.snapshot(publication), progress)
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    different = sorted(
        path for path in {*digests, *publication.files} if digests.get(path) != publication.files.get(path)
    )
    if out is not None:
        write(files, out)
    if different:
        raise RebuildDiffersError(publication.reference, different)
    if out is None:
        write(files, queries.folder(publication))
    return digests


def _require(publication: Publication, *states: str) -> None:
    state = queries.state(publication)
    if state not in states:
        raise PublicationNotOpenError(publication.reference, state)


def _happened(publication: Publication, kind: str, *, actor: str, at: datetime, reason: str = "") -> None:
    body = {
        "reference": publication.reference,
        "event": str(kind),
        "snapshot": publication.snapshot,
        "reason": reason,
    }
    index = append(kind="publication", actor=actor, body=body, at=at)
    PublicationEvent.objects.create(
        publication=publication, kind=kind, at=at, actor=actor, reason=reason, ledger_index=index
    )


def _enter_figures(publication: Publication, frozen: snapshot.Snapshot, *, actor: str, at: datetime) -> None:
    """Each published figure is an entry of its own: one changed digit anywhere can be shown."""
    about = {"publication": publication.reference, "snapshot": frozen.digest, "period": frozen.period}
    append_many(Act("published-figure", actor, about | figure, at) for figure in open_data.figures(frozen))
