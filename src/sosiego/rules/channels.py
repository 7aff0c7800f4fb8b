"""Reports in a written form, such as a message to a short code: "{number}*{text}"."""

from __future__ import annotations

import re
from functools import lru_cache

# What may stand for each name. A number as people write it; the numbering plan judges it later.
PLACEHOLDERS = {
    "number": r"[+\w \-()]{2,40}",
    "text": r".+",
    "time": r"[\d:/.\-T ]{4,30}",
    "source": r".+?",
}
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
# Full-width forms of the ASCII signs lie this far behind them (Unicode, block Halfwidth and Fullwidth Forms).
_FULL_WIDTH = 0xFEE0


def placeholders(format: str) -> tuple[str, ...]:
    """The names between braces, in their order."""
    return tuple(_PLACEHOLDER.findall(format))


def parse(format: str, message: str) -> dict[str, str] | None:
    """The parts of a message by their names; None if it is not written in this form.

    Space around the parts, letter case and full-width signs in the fixed parts do not matter.
    """
    found = _pattern(format).fullmatch(message.strip()) if format else None
    return {name: part.strip() for name, part in found.groupdict().items()} if found else None


@lru_cache(maxsize=64)
def _pattern(format: str) -> re.Pattern[str]:
    pieces = _PLACEHOLDER.split(format)
    fixed, names = pieces[::2], pieces[1::2]
    parts = [_fixed(fixed[0])]
    for name, behind in zip(names, fixed[1:], strict=True):
        parts += [f"(?P<{name}>{PLACEHOLDERS[name]})", _fixed(behind)]
    return re.compile("".join(parts), re.DOTALL | re.IGNORECASE)


def _fixed(text: str) -> str:
    signs = [
        f"[{re.escape(sign)}{chr(ord(sign) + _FULL_WIDTH)}]" if "!" <= sign <= "~" else re.escape(sign)
        for sign in text.strip()
    ]
    return "".join(r"\s+" if sign == r"\ " else sign for sign in signs) or (r"\s" if text else "")
