"""Numbers and sender names: one canonical spelling for each, by the numbering plan of a country.

Canonical forms: E.164 ``+8613812345678``; short codes ``short:86:10086`` (country code, code, at most
20 digits: SMS ports are short codes); sender names ``name:86:BANCO``. Standard library only, because the
network's deciding part imports it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from sosiego.errors import SosiegoError, WrongUsageError

# ITU-T E.164: at most 15 digits with the country code. Seven is the shortest that is in use anywhere.
_E164_DIGITS = range(7, 16)
# 3GPP TS 23.040: an originating address holds at most 20 digits.
_LONGEST_CODE = 20
# An 18-digit number ("1" and 17 digits) is the longest that surely fits into a signed 64-bit key.
_LONGEST_KEYED_CODE = 17
# 3GPP allows 11 characters; national systems pass up to 20.
_LONGEST_NAME = 20
# A sender name may hold a few digits ("BANK24"); with more it is a mistyped number.
_MOST_DIGITS_IN_NAME = 6
_NAME_MARKS = frozenset(" -_.&'!+/()*")
# What people and files put between digits.
_BETWEEN_DIGITS = str.maketrans("", "", " \t\u00a0\u2009\u202f-‐‑‒–—.()/\u200e\u200f\u202a\u202c\ufeff")


class NotANumberError(WrongUsageError):
    """What was written is no number, short code or sender name. `reason` says why, without repeating it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"This is not a number: {reason}.",
            todo="Write it in national form, with + and country code, as a short code or as a sender name.",
        )


class NoNumberKeyError(SosiegoError):
    """A sender name has no 64-bit key: archive and control list hold numbers only."""

    def __init__(self, canonical: str) -> None:
        super().__init__(f"{canonical} is a name and has no number key.", todo="Look names up by their name.")


@dataclass(frozen=True)
class NumberClass:
    """Numbers of one kind: what they are for and what they may do."""

    id: str
    name: Mapping[str, str]
    # Canonical prefixes: "+86138" or "short:86:106". The longest that fits decides.
    prefixes: tuple[str, ...]
    # Allowed counts of digits after the country code, or of the short code; empty: any.
    lengths: tuple[int, ...] = ()
    # False: such numbers only receive calls; a call from one is forged or breaks its terms.
    outbound: bool = True
    medium: str = "both"  # "call", "sms" or "both"
    # True if people write it with the plan's trunk prefix ("010 …").
    trunk: bool = False
    # How it is grouped on screen, by the count of digits shown: {11: (3, 4, 4)}.
    groups: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


class _PrefixTable:
    """Classes by prefix, longest first; a dict for each length of prefix."""

    def __init__(self, entries: Iterable[tuple[str, NumberClass]]) -> None:
        by_length: dict[int, dict[str, list[tuple[frozenset[int], NumberClass]]]] = {}
        for prefix, number_class in entries:
            at_length = by_length.setdefault(len(prefix), {})
            at_length.setdefault(prefix, []).append((frozenset(number_class.lengths), number_class))
        self._levels = tuple(sorted(by_length.items(), reverse=True))

    def find(self, digits: str) -> NumberClass | None:
        count = len(digits)
        for length, prefixes in self._levels:
            for lengths, number_class in prefixes.get(digits[:length], ()):
                if not lengths or count in lengths:
                    return number_class
        return None


@dataclass(frozen=True)
class NumberingPlan:
    """How numbers are written and what classes they fall in, in one country."""

    country_code: str
    international_prefix: str
    trunk_prefix: str
    classes: tuple[NumberClass, ...]
    _e164: _PrefixTable = field(init=False, repr=False, compare=False)
    _short: _PrefixTable = field(init=False, repr=False, compare=False)
    _plus: str = field(init=False, repr=False, compare=False)
    _short_head: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        plus, short_head = f"+{self.country_code}", f"short:{self.country_code}:"
        pairs = [(prefix, entry) for entry in self.classes for prefix in entry.prefixes]
        e164 = _PrefixTable((p[len(plus) :], c) for p, c in pairs if p.startswith(plus))
        short = _PrefixTable((p[len(short_head) :], c) for p, c in pairs if p.startswith(short_head))
        for name, value in (("_e164", e164), ("_short", short), ("_plus", plus), ("_short_head", short_head)):
            object.__setattr__(self, name, value)

    def parse(self, raw: str) -> str:
        """The canonical form of what a person or a file wrote. Raises `NotANumberError`."""
        if raw[:1] == "+" and raw.isascii() and raw[1:].isdigit():
            return self._international(raw[1:])
        if raw[:6] == "short:" or raw[:5] == "name:":
            return self._canonical(raw)
        text = unicodedata.normalize("NFKC", raw).strip().removeprefix("tel:")
        digits = text.translate(_BETWEEN_DIGITS)
        if digits.isascii() and digits.isdigit():
            return self._national(digits)
        if digits[:1] == "+" and digits.isascii() and digits[1:].isdigit():
            # "+44 (0)20 …": the zero in brackets is for callers inside the country.
            return self._international(text.replace("(0)", "").translate(_BETWEEN_DIGITS)[1:])
        if any(character.isalpha() for character in text):
            return f"name:{self.country_code}:{_sender_name(text)}"
        raise NotANumberError(
            "there are no digits in it" if not digits else "it has signs that no number has"
        )

    def classify(self, canonical: str) -> NumberClass | None:
        """The class of a canonical number of this country; None if it has none or is of another country."""
        if canonical.startswith(self._plus):
            return self._e164.find(canonical[len(self._plus) :])
        if canonical.startswith(self._short_head):
            return self._short.find(canonical[len(self._short_head) :])
        return None

    def national(self, canonical: str) -> str:
        """As people of this country write it: "138 1234 5678", "010 1234 5678", "10086", "+44 2079460000"."""
        if canonical.startswith("+"):
            if not canonical.startswith(self._plus):
                return canonical
            number_class, digits = self.classify(canonical), canonical[len(self._plus) :]
            if number_class is None:
                return canonical
            shown = (self.trunk_prefix if number_class.trunk else "") + digits
            return " ".join(_grouped(shown, number_class.groups.get(len(shown), ())))
        return canonical.split(":", 2)[-1]

    def mask(self, canonical: str) -> str:
        """As the public sees it: "138 **** 5678". Short codes up to six digits and names are public."""
        shown = self.national(canonical).replace(" ", "")
        if canonical.startswith("name:") or (canonical.startswith("short:") and len(shown) <= 6):
            return shown if canonical.startswith("short:") else self.national(canonical)
        kept = 4 if len(shown) >= 10 else 2
        return f"{shown[:3]} **** {shown[-kept:]}"

    def _international(self, digits: str) -> str:
        """Digits that begin with a country code."""
        code = self.country_code
        if digits.startswith(code):
            national = digits[len(code) :]
            if self._e164.find(national) is None:
                if self._short.find(national) is not None:
                    return f"{self._short_head}{national}"
                trunk = self.trunk_prefix
                # "+86 010 …": a trunk prefix does not belong behind the country code.
                if trunk and national.startswith(trunk) and self._e164.find(national[len(trunk) :]):
                    return f"+{code}{national[len(trunk) :]}"
        if digits[:1] == "0":
            raise NotANumberError("no country code begins with 0")
        if len(digits) not in _E164_DIGITS:
            raise NotANumberError(f"it has {len(digits)} digits with the country code, not 7 to 15")
        return f"+{digits}"

    def _national(self, digits: str) -> str:
        """Bare digits: the plan's classes are tried before the international prefix."""
        code, trunk, abroad = self.country_code, self.trunk_prefix, self.international_prefix
        if trunk and digits.startswith(trunk) and self._e164.find(digits[len(trunk) :]):
            return f"+{code}{digits[len(trunk) :]}"
        if self._short.find(digits) is not None and len(digits) <= _LONGEST_CODE:
            return f"{self._short_head}{digits}"
        if self._e164.find(digits) is not None:
            return f"+{code}{digits}"
        if abroad and digits.startswith(abroad):
            return self._international(digits[len(abroad) :])
        if digits.startswith(code) and self._is_own(digits[len(code) :]):
            return self._international(digits)
        raise NotANumberError(f"{len(digits)} digits that fit no class of the numbering plan of +{code}")

    def _is_own(self, national: str) -> bool:
        return self._e164.find(national) is not None or self._short.find(national) is not None

    def _canonical(self, raw: str) -> str:
        """What comes as a canonical short code or name, checked."""
        form, _, rest = raw.partition(":")
        code, _, body = rest.partition(":")
        if not (code.isascii() and code.isdigit() and 1 <= len(code) <= 3 and code[0] != "0"):
            raise NotANumberError(f'"{form}:" must be followed by a country code')
        if form == "name":
            return f"name:{code}:{_sender_name(body)}"
        if not (body.isascii() and body.isdigit() and len(body) <= _LONGEST_CODE):
            raise NotANumberError(f"a short code has 1 to {_LONGEST_CODE} digits")
        if code == self.country_code and self._short.find(body) is None and self._e164.find(body):
            return f"+{code}{body}"  # a full national number that was taken for a code ("400 …")
        return raw


def _sender_name(text: str) -> str:
    """Sender names are compared without regard to case, width and repeated spaces."""
    before, name = None, text
    while before != name:  # some letters change again when they have been changed
        before, name = name, " ".join(unicodedata.normalize("NFKC", name).upper().split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise NotANumberError(f"a sender name has 1 to {_LONGEST_NAME} characters")
    if not any(character.isalpha() for character in name):
        raise NotANumberError("a sender name has at least one letter")
    if sum(character.isdigit() for character in name) > _MOST_DIGITS_IN_NAME:
        raise NotANumberError("letters among the digits")
    if not all(character.isalnum() or character in _NAME_MARKS for character in name):
        raise NotANumberError("it has signs that no sender name has")
    return name


def _grouped(digits: str, groups: tuple[int, ...]) -> list[str]:
    if sum(groups) != len(digits):
        return [digits]
    parts, start = [], 0
    for length in groups:
        parts.append(digits[start : start + length])
        start += length
    return parts


def key_of(canonical: str) -> int:
    """The signed 64-bit key of the archive and the control list.

    E.164 digits are a positive number; the short code c is -int("1" + c), so that leading zeros are kept.
    Codes of more than 17 digits keep their first 17. Raises `NoNumberKeyError` for names.
    """
    if canonical[:1] == "+":
        return int(canonical[1:])
    if canonical.startswith("short:"):
        return -int("1" + canonical.rpartition(":")[2][:_LONGEST_KEYED_CODE])
    raise NoNumberKeyError(canonical)


def canonical_of(key: int, country_code: str) -> str:
    """The canonical form of a key; short codes are taken as of `country_code`."""
    if key > 0:
        return f"+{key}"
    return f"short:{country_code}:{str(-key)[1:]}"


@cache
def plan_for(country_code: str) -> NumberingPlan:
    """A plan that knows E.164 only, for files of countries that have no rule-book here.

    Country code 1: ten digits, or eleven beginning with 1 (North American Numbering Plan).
    """
    # ITU-T E.164 leaves 15 digits for both; national numbers of less than four digits are short codes.
    is_nanp = country_code == "1"
    lengths = (10,) if is_nanp else tuple(range(4, 16 - len(country_code)))
    national = NumberClass(
        id="national",
        name={"en": "National number", "es": "Número nacional", "zh": "国内号码"},
        prefixes=(f"+{country_code}",),
        lengths=lengths,
    )
    return NumberingPlan(
        country_code=country_code,
        international_prefix="011" if is_nanp else "00",
        trunk_prefix="1" if is_nanp else "0",
        classes=(national,),
    )
