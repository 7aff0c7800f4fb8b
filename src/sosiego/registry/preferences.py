"""Citizens' wishes not to be called or written to: what `services` does for preferences."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sosiego import keys
from sosiego.registry import errors
from sosiego.registry.models import Preference


@transaction.atomic
def record_preference(
    number_canonical: str, *, refuses_calls: bool, refuses_messages: bool, at: datetime
) -> Preference | None:
    """Note what a number refuses from the local day of `at` on; None if it refuses nothing any more.

    Raises `NumberCannotRefuseError`.
    """
    if not number_canonical.startswith("+"):
        raise errors.NumberCannotRefuseError(
            "Only a telephone number can refuse calls and messages, not a short code or sender name.",
            where=number_canonical,
            todo="Give the citizen's own telephone number.",
        )
    return put_preference(
        number_canonical,
        refuses_calls=refuses_calls,
        refuses_messages=refuses_messages,
        since=timezone.localdate(at),
    )


def put_preference(
    number_canonical: str, *, refuses_calls: bool, refuses_messages: bool, since: date
) -> Preference | None:
    """End what the number wished before `since` and begin the new wish."""
    digest = keys.preference_digest(number_canonical)
    before = Preference.objects.filter(digest=digest, until=None).order_by("-since").first()
    if before and (before.refuses_calls, before.refuses_messages) == (refuses_calls, refuses_messages):
        return before
    if before and before.since >= since:
        # The last word of one day holds for that day.
        before.delete()
    elif before:
        before.until = since
        before.save(update_fields=["until"])
    if not (refuses_calls or refuses_messages):
        return None
    return Preference.objects.create(
        digest=digest,
        sealed_number=sealed(number_canonical),
        refuses_calls=refuses_calls,
        refuses_messages=refuses_messages,
        since=since,
    )


def sealed(number_canonical: str) -> bytes:
    """The number, encrypted with the key of this home."""
    return keys.sealing().encrypt(number_canonical.encode())
