"""The door: what turns a source's report into ours. Past it there is no reporter's number.

The reporter becomes a keyed pseudonym, the contact is sealed, the number's holder of that day is written
beside it.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sosiego import keys
from sosiego.files import canonical_json
from sosiego.intake import references
from sosiego.intake.models import Report
from sosiego.intake.report_formats.base import EARLIEST, BadCellError, ParsedReport
from sosiego.registry import queries as registry
from sosiego.rules.book import RuleBook
from sosiego.rules.numbers import NotANumberError

# 255 parts of 153 characters: the longest message that a network can carry (3GPP TS 23.040).
LONGEST_TEXT = 39_015
# The clocks of two authorities differ by less; a later time is a wrong date.
AHEAD = timedelta(days=1)
# People mistake the day, and some write the next one; a week later is a wrong date.
AFTER_RECEIPT = timedelta(days=7)

# What is not known of a number, and of a text, before anybody has looked.
NOBODY: Mapping[str, str] = {"holder": "", "operator": "", "number_class": ""}
NO_VERDICT: Mapping[str, Any] = {"content_category": "", "content_probability": None, "content_model": ""}

# A reference takes the first bits of the source key, which is 256 bits long.
_UNUSED_BITS = 256 - references.BITS

_LONGEST: Mapping[str, int] = {
    **{
        name: Report._meta.get_field(name).max_length or 0
        for name in ("number", "category", "subject", "region", "city", "network")
    },
    "text": LONGEST_TEXT,
}


class Admitted(NamedTuple):
    """The values of a report that may be saved, and the sealed contact that goes with it, if any."""

    values: dict[str, Any]
    sealed_contact: bytes


class Door:
    """Admits the reports of one channel, and keeps what it looked up: many name the same day or person."""

    def __init__(self, book: RuleBook, *, at: datetime, channel: str) -> None:
        self._book = book
        self._latest = at + AHEAD
        self._channel = channel
        self._source_secret = keys.secret("sources")
        self._seal = keys.sealing().encrypt
        self._indexes: dict[date, registry.NumberIndex] = {}
        self._reporter_secrets: dict[int, bytes] = {}
        self._canonical_contacts: dict[str, str] = {}

    def source_key(self, source: str, identity: tuple[str, ...]) -> str:
        """The digest by which the same row of the same source is known again.

        Keyed, because a row may hold the reporter's number and a plain digest of a number can be turned back.
        """
        return hmac.digest(self._source_secret, canonical_json([source, *identity]), "sha256").hex()

    def admit(self, parsed: ParsedReport, *, source_key: str) -> Admitted:
        """Our report of a parsed one. Raises `BadCellError` with our field's name as the column."""
        self._check(parsed)
        received = parsed.received_at.astimezone(UTC)
        occurred = parsed.occurred_at.astimezone(UTC) if parsed.occurred_at else None
        received_on = received.astimezone(self._book.time_zone).date()
        values = {
            "reference": references.reference(received_on.year, int(source_key, 16) >> _UNUSED_BITS),
            "source_key": source_key,
            "medium": parsed.medium,
            "channel": self._channel,
            "number": parsed.number,
            "received_at": received,
            "occurred_at": occurred,
            "category": parsed.category,
            "subject": parsed.subject,
            "text": parsed.text,
            "recorded_voice": parsed.recorded_voice,
            "reporter": self._pseudonym(parsed.reporter, received_on) if parsed.reporter else "",
            "region": parsed.region,
            "city": parsed.city,
            "network": parsed.network,
            **NOBODY,
            **NO_VERDICT,
        }
        if parsed.number:
            called_on = occurred.astimezone(self._book.time_zone).date() if occurred else received_on
            values.update(self._holder_of(parsed.number, called_on))
        return Admitted(values, self._seal(parsed.contact.encode()) if parsed.contact else b"")

    def _holder_of(self, number: str, on: date) -> dict[str, str]:
        """Who held the number when it called, and its class: the registry's word, else the plan's."""
        index = self._indexes.get(on)
        if index is None:
            # The registry is asked once whether it has changed: a door is open for one file or one report.
            known = next(iter(self._indexes.values()), None)
            index = self._indexes[on] = known.on_day(on) if known else registry.number_index(on)
        holding = index.holding(number)
        number_class = holding.number_class
        if not number_class:
            by_plan = self._book.numbering.classify(number)
            number_class = by_plan.id if by_plan else ""
        return {
            "holder": holding.holder or "",
            "operator": holding.operator or "",
            "number_class": number_class,
        }

    def _pseudonym(self, reporter: str, received_on: date) -> str:
        """One person is one pseudonym, however the number was written."""
        secret = self._reporter_secrets.get(received_on.year)
        if secret is None:
            secret = keys.secret(keys.pseudonym_key_name(received_on))
            self._reporter_secrets[received_on.year] = secret
        return keys.pseudonym(secret, self._canonical_contact(reporter))

    def _canonical_contact(self, contact: str) -> str:
        found = self._canonical_contacts.get(contact)
        if found is None:
            try:
                found = self._book.numbering.parse(contact)
            except NotANumberError:
                found = "".join(contact.split()).casefold()
            # Enough for the people of a quarter; a larger file forgets and looks again.
            if len(self._canonical_contacts) >= 200_000:
                self._canonical_contacts.clear()
            self._canonical_contacts[contact] = found
        return found

    def _check(self, parsed: ParsedReport) -> None:
        for name, longest in _LONGEST.items():
            if len(getattr(parsed, name)) > longest:
                raise BadCellError(name, f"is longer than {longest} characters")
        if parsed.received_at.year < EARLIEST.year:
            raise BadCellError("received_at", f"lies before {EARLIEST.year}")
        if parsed.received_at > self._latest:
            raise BadCellError("received_at", "lies in the future")
        occurred = parsed.occurred_at
        if occurred is not None:
            if occurred.year < EARLIEST.year:
                raise BadCellError("occurred_at", f"lies before {EARLIEST.year}")
            if occurred.year > self._latest.year + 1 or occurred > parsed.received_at + AFTER_RECEIPT:
                raise BadCellError(
                    "occurred_at", f"lies more than {AFTER_RECEIPT.days} days after the report was received"
                )
