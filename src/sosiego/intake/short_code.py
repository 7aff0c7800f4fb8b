"""Reports that people send to a short code: one message that names the sender and holds its text.

Three forms are in use: `sender*text` (10086999), `ljdxjb#sender#text` (10010) and `sender:text` (10000999).
Pure: the door that receives the messages is elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from sosiego.intake.errors import ShortCodeMessageError


class ShortCodeReport(NamedTuple):
    """What the message reports. The number is as the person wrote it."""

    number_raw: str
    text: str


class Form(NamedTuple):
    """How one desk asks people to write."""

    # Told to a person whose message does not follow it.
    example: str
    pattern: re.Pattern[str]


# Telephone keyboards for Chinese write these signs in full width; the text itself is left as it came.
_STAR, _HASH, _COLON = "[*＊]", "[#＃]", "[:：]"

FORMS: Mapping[str, Form] = {
    "10086999": Form("number*text", re.compile(rf"\s*([^*＊]*){_STAR}(.*)", re.DOTALL)),
    "10010": Form(
        "ljdxjb#number#text",
        re.compile(rf"\s*ljdxjb\s*{_HASH}([^#＃]*){_HASH}(.*)", re.DOTALL | re.IGNORECASE),
    ),
    "10000999": Form("number:text", re.compile(rf"\s*([^:：]*){_COLON}(.*)", re.DOTALL)),
}


def parse(short_code: str, message: str) -> ShortCodeReport:
    """Read a message to a reporting short code.

    Raises `ShortCodeMessageError`, whose `todo` is the form to write in; it never repeats the message.
    """
    form = FORMS.get(short_code)
    if form is None:
        raise ShortCodeMessageError(
            f"No form of report is known for the short code {short_code}.",
            todo=f"Known: {', '.join(FORMS)}.",
        )
    found = form.pattern.fullmatch(message)
    if found is None:
        raise ShortCodeMessageError("The message does not follow the form.", todo=f"Write: {form.example}")
    number_raw = unicodedata.normalize("NFKC", found[1]).strip()
    text = found[2].strip()
    if not number_raw:
        raise ShortCodeMessageError("The message does not name the sender.", todo=f"Write: {form.example}")
    if not text:
        raise ShortCodeMessageError("The message does not hold the text.", todo=f"Write: {form.example}")
    return ShortCodeReport(number_raw, text)
