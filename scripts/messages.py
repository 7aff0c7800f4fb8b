"""Texts and their translations: extract them, merge the rooms' parts into catalogs, check and compile these.

`locale/parts/<part>.<language>.po` are written by people, one part for each room that speaks.
`locale/<language>/LC_MESSAGES/django.po` is merged from them, and `django.mo` is compiled from it.
Babel does it all, so that no gettext binary is needed.

    python scripts/messages.py check      every text is translated in every language, else exit 1
    python scripts/messages.py merge      parts -> django.po
    python scripts/messages.py compile    merge, then django.po -> django.mo
    python scripts/messages.py extract    print what a part lacks:  extract [part]
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sosiego"
LOCALE = SOURCE / "locale"
PARTS = LOCALE / "parts"
LANGUAGES = ("es", "zh_Hans")
# Each room that speaks has a part of its name; whatever else has texts belongs to web.
DEFAULT_PART = "web"

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

Key = tuple[str, str]  # context, msgid


class Text(NamedTuple):
    """One text of the program."""

    msgid: str | tuple[str, str]
    context: str
    part: str
    where: str

    @property
    def key(self) -> Key:
        return self.context, self.msgid if isinstance(self.msgid, str) else self.msgid[0]


def main(arguments: list[str]) -> int:
    command = (arguments or ["check"])[0].lstrip("-")
    if command == "check":
        return check()
    if command == "merge":
        merge()
        return 0
    if command == "compile":
        merge()
        compile_catalogs()
        return 0
    if command == "extract":
        print_missing(arguments[1] if len(arguments) > 1 else "")
        return 0
    sys.stderr.write(__doc__ or "")
    return 2


def texts() -> dict[tuple[str, Key], Text]:
    """Every text of the program, by the part that says it. Two may say one word and mean two things."""
    found: dict[tuple[str, Key], Text] = {}
    for path in sorted(
        [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]
    ):
        room = path.relative_to(SOURCE).parts[0]
        has_part = any((PARTS / f"{room}.{language}.po").exists() for language in LANGUAGES)
        part = room if has_part else DEFAULT_PART
        for line, msgid, context in _messages_of(path):
            text = Text(msgid, context or "", part, f"{path.relative_to(ROOT)}:{line}")
            found.setdefault((part, text.key), text)
    return found


def _messages_of(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        content = _as_python(content, path)
    lines = io.BytesIO(content.encode())
    for line, message, _comments, context in extract("python", lines, KEYWORDS, (), {"encoding": "utf-8"}):
        if isinstance(message, tuple):
            kept = tuple(part for part in message if part)
            if len(kept) >= 2:
                yield line, (kept[0], kept[1]), context
            elif kept:
                yield line, kept[0], context
        elif message:
            yield line, message, context


def _as_python(template: str, path: Path) -> str:
    """Django's own view of a template as calls of gettext."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")
    from django.utils.translation.template import templatize

    return templatize(template, origin=str(path))


def _part_files(language: str) -> list[Path]:
    """The parts of a language; web last, so that a short word means what it means on a page."""
    files = sorted(PARTS.glob(f"*.{language}.po"))
    return sorted(files, key=lambda path: path.name.startswith(f"{DEFAULT_PART}."))


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as content:
        return read_po(content, locale=language)


def _messages(catalog: Catalog) -> Iterator[Message]:
    yield from (message for message in catalog if message.id)


def _key(message: Message) -> Key:
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", msgid


def _is_whole(message: Message) -> bool:
    said = message.string
    return bool(said) and (isinstance(said, str) or all(said)) and not message.fuzzy


def _said_in(language: str) -> dict[str, dict[Key, Message]]:
    """What each part of a language says."""
    return {
        path.name.removesuffix(f".{language}.po"): {
            _key(one): one for one in _messages(_read(path, language))
        }
        for path in _part_files(language)
    }


def check() -> int:
    """Fail if a text is missing or fuzzy in a language, or if a part translates what nobody says."""
    program, problems = texts(), []
    for language in LANGUAGES:
        said = _said_in(language)
        for (part, key), text in program.items():
            message = said.get(part, {}).get(key)
            if message is None or not _is_whole(message):
                word = "missing" if message is None or not message.fuzzy else "fuzzy"
                problems.append(f"{language}: {word} in part {text.part}: {text.key[1]!r} ({text.where})")
            elif _placeholders(text.key[1]) - _placeholders(str(message.string)):
                problems.append(f"{language}: a placeholder is lost in {text.key[1]!r} ({text.where})")
        stale = [key for part, whole in said.items() for key in whole if (part, key) not in program]
        problems += [f"{language}: translated, but said nowhere: {key[1]!r}" for key in stale]
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    sys.stdout.write(f"{len(program)} texts, {len(LANGUAGES)} languages, {len(problems)} problems\n")
    return 1 if problems else 0


def _placeholders(text: str) -> set[str]:
    import re

    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


def merge() -> None:
    """Write django.po of each language from its parts."""
    for language in LANGUAGES:
        merged = Catalog(locale=language, project="Sosiego", fuzzy=False)
        for path in _part_files(language):
            for message in _messages(_read(path, language)):
                merged.delete(message.id, context=message.context)
                merged.add(message.id, message.string, context=message.context, flags=message.flags)
        target = _catalog(language, "po")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            write_po(out, merged, width=110, sort_output=True, omit_header=False)


def compile_catalogs() -> None:
    for language in LANGUAGES:
        catalog = _read(_catalog(language, "po"), language)
        beside = _catalog(language, "mo.new")
        with beside.open("wb") as out:
            write_mo(out, catalog)
        beside.replace(_catalog(language, "mo"))


def _catalog(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def print_missing(only: str) -> None:
    """The texts that a part lacks, as .po entries to fill in."""
    program = texts()
    for language in LANGUAGES:
        said = _said_in(language)
        for (part, key), text in program.items():
            message = said.get(part, {}).get(key)
            if (message is None or not _is_whole(message)) and (not only or part == only):
                sys.stdout.write(f"{language}\t{text.part}\t{text.context}\t{text.msgid!r}\t{text.where}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
