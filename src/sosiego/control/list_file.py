"""The control list as one file: written once, mapped into memory, shared by all processes of a node.

Layout (little-endian)::

    8 bytes   magic "SOSLIST1"
    8 bytes   length of the header
    header    JSON: version, made_at, rule-book, outcomes, texts, exemptions, grounds, prefixes, names
    padding   to a multiple of 8
    keys      int64[n], sorted; a number with two measures stands twice
    untils    int64[n], epoch seconds at which the entry ends by itself; 0 if it does not
    serials   int64[n], measure serial: year * 10**9 + number
    grounds   int64[n], index into the header's grounds
    trailer   32 bytes SHA-256 of all before, then 64 bytes Ed25519 signature of those 32 bytes

An entry carries its own end, so that a node cut off from the centre stops enforcing on time.
Only the standard library is needed to read it; `sosiego.control.signature` checks who signed.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sosiego.errors import SosiegoError
from sosiego.files import canonical_json, written_beside

MAGIC = b"SOSLIST1"
DIGEST_BYTES = 32
SIGNATURE_BYTES = 64
_TRAILER_BYTES = DIGEST_BYTES + SIGNATURE_BYTES
_SECTIONS = ("keys", "untils", "serials", "grounds")
_SERIALS_PER_YEAR = 10**9


class ControlListDamagedError(SosiegoError):
    """The file is not a control list, or not the one that was written."""


@dataclass(frozen=True)
class Ground:
    """Why an entry stands: the measure's kind, what the network does, and the rule behind it."""

    measure_kind: str
    outcome: str
    reason: str
    rule: str
    version: str


@dataclass(frozen=True)
class Entry:
    """One number or prefix under one measure."""

    key: int
    until: int
    measure: str
    ground: Ground


def serial_of(reference: str) -> int:
    """Measure reference "M-2026-000123" as one integer."""
    _, year, number = reference.split("-")
    return int(year) * _SERIALS_PER_YEAR + int(number)


def reference_of(serial: int) -> str:
    """Inverse of `serial_of`."""
    year, number = divmod(serial, _SERIALS_PER_YEAR)
    return f"M-{year}-{number:06d}"


def write(
    target: Path,
    *,
    header: Mapping[str, Any],
    entries: Iterable[Entry],
    prefixes: Mapping[str, Sequence[Entry]],
    sign: Callable[[bytes], bytes],
) -> str:
    """Write a list beside `target` and rename it there; return its SHA-256 in hex.

    `prefixes` holds the entries of each prefix, and of each sender name as a whole ("name:86:BANCO").
    """
    rows = sorted(entries, key=lambda entry: (entry.key, entry.measure))
    grounds: dict[Ground, int] = {}
    columns = {name: array("q") for name in _SECTIONS}
    for entry in rows:
        columns["keys"].append(entry.key)
        columns["untils"].append(entry.until)
        columns["serials"].append(serial_of(entry.measure))
        columns["grounds"].append(grounds.setdefault(entry.ground, len(grounds)))
    prefix_rows = {
        prefix: [
            [entry.until, entry.measure, grounds.setdefault(entry.ground, len(grounds))] for entry in standing
        ]
        for prefix, standing in prefixes.items()
    }
    full_header = canonical_json(
        {
            **header,
            "entries": len(rows),
            "grounds": [vars(ground) for ground in grounds],
            "prefixes": prefix_rows,
        }
    )
    padding = -(len(MAGIC) + 8 + len(full_header)) % 8
    digest = hashlib.sha256()
    with written_beside(target) as beside, beside.open("wb") as file:
        for piece in (
            MAGIC,
            (len(full_header) + padding).to_bytes(8, "little"),
            full_header + b" " * padding,
            *(columns[name].tobytes() for name in _SECTIONS),
        ):
            digest.update(piece)
            file.write(piece)
        file.write(digest.digest() + sign(digest.digest()))
        file.flush()
    return digest.hexdigest()


class ControlList:
    """A list opened for deciding. Cheap to open at any size: the big sections stay in the page cache."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # an empty file cannot be mapped
                raise self._damaged("is empty") from error
        if self._map[:8] != MAGIC:
            raise self._damaged("does not begin as a control list")
        header_length = int.from_bytes(self._map[8:16], "little")
        start = 16 + header_length
        try:
            self.header: dict[str, Any] = json.loads(self._map[16:start])
            self._read_header()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._damaged("has an unreadable header") from error
        if len(self._map) != start + self.size * 8 * len(_SECTIONS) + _TRAILER_BYTES:
            raise self._damaged("is shorter or longer than its header says")
        view = memoryview(self._map)
        sections = {
            name: view[start + place * self.size * 8 : start + (place + 1) * self.size * 8].cast("q")
            for place, name in enumerate(_SECTIONS)
        }
        self._keys = sections["keys"]
        self._untils = sections["untils"]
        self._serials = sections["serials"]
        self._grounds = sections["grounds"]

    def _read_header(self) -> None:
        self.size: int = self.header["entries"]
        self.grounds = tuple(Ground(**ground) for ground in self.header["grounds"])
        self.exempt_numbers: frozenset[str] = frozenset(self.header["exempt_numbers"])
        # Prefix -> lengths that a whole canonical number of this class may have; none: any.
        self.exempt_prefixes: dict[str, list[int]] = self.header["exempt_prefixes"]
        self._exempt_beginnings = tuple(self.exempt_prefixes)
        self._prefixes: dict[str, list[list[Any]]] = self.header["prefixes"]
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes}, reverse=True)

    def _damaged(self, how: str) -> ControlListDamagedError:
        return ControlListDamagedError(
            f"The control list {how}.",
            where=str(self.path),
            todo="Write it again: sosiego control compile",
        )

    @property
    def version(self) -> str:
        """Name of the list: the moment it was made, UTC."""
        return str(self.header["version"])

    def digest(self) -> bytes:
        """SHA-256 written in the trailer."""
        return self._map[-_TRAILER_BYTES:-SIGNATURE_BYTES]

    def signature(self) -> bytes:
        """Ed25519 signature over `digest`."""
        return self._map[-SIGNATURE_BYTES:]

    def check_digest(self) -> None:
        """Read the whole file and compare. Raises `ControlListDamagedError`."""
        if hashlib.sha256(memoryview(self._map)[:-_TRAILER_BYTES]).digest() != self.digest():
            raise self._damaged("was changed after it was written")

    def entries_of(self, key: int) -> list[Entry]:
        """All entries of one number, ended ones too."""
        found = []
        place = bisect_left(self._keys, key)
        while place < self.size and self._keys[place] == key:
            found.append(
                Entry(
                    key,
                    self._untils[place],
                    reference_of(self._serials[place]),
                    self.grounds[self._grounds[place]],
                )
            )
            place += 1
        return found

    def entries_of_prefixes(self, canonical: str) -> list[Entry]:
        """All entries of a number's prefixes, the longest first, ended ones too; of a name, its own alone."""
        # A sender name is no prefix: BANCO is not BANCOMER.
        lengths = [len(canonical)] if canonical.startswith("name:") else self._prefix_lengths
        return [
            Entry(0, until, measure, self.grounds[ground])
            for length in lengths
            if length <= len(canonical)
            for until, measure, ground in self._prefixes.get(canonical[:length], ())
        ]

    def is_exempt(self, canonical: str) -> bool:
        """True for numbers that no path may block."""
        # Most numbers begin like no exempt one; to ask that of all prefixes at once is the cheapest question.
        return canonical in self.exempt_numbers or (
            canonical.startswith(self._exempt_beginnings)
            and any(
                canonical.startswith(prefix) and (not lengths or len(canonical) in lengths)
                for prefix, lengths in self.exempt_prefixes.items()
            )
        )

    def close(self) -> None:
        """Release the mapping."""
        for section in (self._keys, self._untils, self._serials, self._grounds):
            section.release()
        self._map.close()
