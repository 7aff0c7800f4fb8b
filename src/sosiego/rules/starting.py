"""A new rule-book from the template: copied, its head filled in, everything else marked as not decided yet.

The comments of the template are kept: texts are replaced where they stand, by the places the parser knows.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sosiego.errors import WrongUsageError
from sosiego.rules import assumed_holidays, loader, schemas
from sosiego.rules.assumed_holidays import Holidays
from sosiego.rules.errors import MARK
from sosiego.rules.layers import HEAD
from sosiego.rules.schemas.parts import Names

TEMPLATE = "template"
# What stands in the template and is another country's: its document and its country code.
_DOCUMENT = "own-rules"
_COUNTRY_CODE = "34"
_ISSUED = "2026-01-01"
# A rule may get its true date before it gets its document: the mark must not stand in the way.
_LONG_AGO = "1970-01-01"
# Entries of these files rest on no document: so their names bear the mark.
_WITHOUT_BASIS = ("numbering.yaml", "taxonomy.yaml")
_ID = re.compile(r"[a-z][a-z0-9-]*")
# ITU-T E.164: country codes have one to three digits and begin with none of zero.
_CODE = re.compile(r"[1-9][0-9]{0,2}")


class FolderNotEmptyError(WrongUsageError):
    """There is something already where a new rule-book is to lie."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is there already, and is not overwritten.",
            todo="Name a folder that is not there, or one that is empty.",
        )


class NotForARuleBookError(WrongUsageError):
    """A new rule-book's head cannot say this."""

    def __init__(self, option: str, found: str, wanted: str, near: Sequence[str] = ()) -> None:
        super().__init__(
            f'{option} "{found}" cannot be: it must be {wanted}.',
            todo=f"Write {' or '.join(near)}." if near else f"Write {wanted}.",
        )


@dataclass(frozen=True)
class Head:
    """What a rule-book says of itself."""

    id: str
    name: str
    country_code: str
    time_zone: str
    currency: str
    languages: tuple[str, ...]

    def check(self) -> None:
        """Raises `NotForARuleBookError` for the first thing that cannot be."""
        if not _ID.fullmatch(self.id):
            raise NotForARuleBookError("--id", self.id, "small letters, digits and -, such as fr")
        if self.id in loader.shipped():
            raise NotForARuleBookError(
                "--id",
                self.id,
                f"an id that no shipped rule-book has (a change of it is a draft: based_on: {self.id})",
            )
        if not self.name.strip():
            raise NotForARuleBookError("--name", self.name, "what people call it, such as France")
        if not _CODE.fullmatch(self.country_code.removeprefix("+")):
            raise NotForARuleBookError(
                "--country-code",
                self.country_code,
                "the telephone country code, one to three digits such as 33",
            )
        _one_of(
            "--time-zone",
            self.time_zone,
            sorted(available_timezones()),
            "a name of the IANA time zone database, such as Europe/Paris",
        )
        _one_of("--currency", self.currency, sorted(list_currencies()), "an ISO 4217 code, such as EUR")
        if not self.languages or len(set(self.languages)) < len(self.languages):
            raise NotForARuleBookError(
                "--languages", ",".join(self.languages), "codes of languages, each once, such as fr,en"
            )
        for language in self.languages:
            try:
                Locale.parse(language)
            except (UnknownLocaleError, ValueError):
                raise NotForARuleBookError(
                    "--languages", language, "an ISO 639 code of two letters, such as fr"
                ) from None


def _one_of(option: str, found: str, known: Sequence[str], wanted: str) -> None:
    if found not in known:
        near = [one for one in known if one.lower().rpartition("/")[2] == found.lower()]
        raise NotForARuleBookError(
            option, found, wanted, near or get_close_matches(found, known, n=3, cutoff=0.7)
        )


def start(folder: Path, head: Head, *, holidays: str = "", years: Sequence[int] = ()) -> list[Path]:
    """Write a new rule-book into a folder that is not there yet, whole or not at all. The files written.

    `holidays` is the ISO 3166 code of a country whose public holidays of `years` are written as assumed.
    Raises `FolderNotEmptyError`, `NotForARuleBookError`, `HolidaysNotInstalledError`,
    `CountryWithoutHolidaysError`.
    """
    head.check()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError(folder)
    known = assumed_holidays.of(holidays, years) if holidays else None
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as beside:
        made = Path(beside) / "book"
        written = [Path(name) for name in _write(made, head, known)]
        schemas.write(made / schemas.FOLDER, Names(languages=tuple(head.languages)))
        if folder.exists():
            folder.rmdir()
        shutil.move(made, folder)
    return [folder / name for name in written]


def _write(folder: Path, head: Head, holidays: Holidays | None) -> Iterator[str]:
    template = loader.SHIPPED / TEMPLATE
    for path in sorted(template.rglob("*.yaml")):
        name = path.relative_to(template).as_posix()
        text = _text_of_head(head) if name == HEAD else _adapted(name, path.read_text(encoding="utf-8"), head)
        if name == "calendar.yaml" and holidays is not None:
            text = _with_holidays(text, holidays)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        yield name


def _text_of_head(head: Head) -> str:
    first, *others = head.languages
    names = [f"  {first}: {_quoted(head.name)}"]
    names += [f"  {language}: {_quoted(f'{MARK} {head.name}')}" for language in others]
    return "\n".join(
        [
            schemas.modeline("rulebook"),
            "# How to go on: docs/how-to/write-a-rule-book.md. After each file:",
            "#   sosiego rules check PATH",
            f"# {MARK} marks what is still the template's; with --complete, the check names each place.",
            f"id: {head.id}",
            "name:",
            *names,
            "# Every text of the law must be given in each of these.",
            f"languages: [{', '.join(head.languages)}]",
            f"currency: {head.currency}",
            "# A name of the IANA time zone database. Days and hours of the law are those of this zone.",
            f"time_zone: {head.time_zone}",
            "",
        ]
    )


def _adapted(name: str, text: str, head: Head) -> str:
    """A file of the template in the languages of the new country, its document and country code replaced."""
    if not name.startswith("tests/"):
        text = _in_languages(text, head.languages, marked=name in _WITHOUT_BASIS)
    text = re.sub(rf"\b(document|id): {_DOCUMENT}\b", rf"\1: {MARK}", text)
    if name == "documents.yaml":
        text = text.replace(f"issued: {_ISSUED}", f"issued: {_LONG_AGO}")
    if name == "numbering.yaml":
        code = head.country_code.removeprefix("+")
        text = text.replace(f'country_code: "{_COUNTRY_CODE}"', f'country_code: "{code}"')
        text = text.replace(f'"+{_COUNTRY_CODE}', f'"+{code}').replace(
            f"short:{_COUNTRY_CODE}:", f"short:{code}:"
        )
    return text


def _in_languages(text: str, languages: Sequence[str], *, marked: bool) -> str:
    """Each translated text in other languages: the template's are kept, the others are English and marked."""
    known = set(loader.load(TEMPLATE).languages)
    node = YAML(typ="safe", pure=True).compose(text)
    # From the end, so that the places of what comes before stay true.
    for mapping in sorted(_translated(node, known), key=lambda one: -one.start_mark.index):
        said = {str(key.value): value for key, value in mapping.value}
        parts = []
        for language in languages:
            here = said.get(language)
            written = (
                text[here.start_mark.index : here.end_mark.index]
                if here is not None and not marked
                else _quoted(f"{MARK} {(here or said['en']).value.strip()}")
            )
            parts.append(f"{language}: {written}")
        start = mapping.start_mark.index
        last = mapping.value[-1][1].end_mark.index
        if mapping.flow_style:
            text = text[:start] + "{" + ", ".join(parts) + "}" + text[mapping.end_mark.index :]
        else:
            indent = "\n" + " " * mapping.start_mark.column
            text = text[:start] + indent.join(parts) + text[last:]
    return text


def _translated(node: Node, languages: set[str]) -> Iterator[MappingNode]:
    """The mappings whose keys are languages."""
    if isinstance(node, MappingNode):
        if {str(key.value) for key, _ in node.value} == languages and all(
            isinstance(value, ScalarNode) for _, value in node.value
        ):
            yield node
        else:
            for _, value in node.value:
                yield from _translated(value, languages)
    elif isinstance(node, SequenceNode):
        for part in node.value:
            yield from _translated(part, languages)


def _with_holidays(text: str, holidays: Holidays) -> str:
    """The calendar with assumed years instead of the template's one."""
    basis = re.search(r"^    basis: (.*)$", text, re.MULTILINE)
    before = text[: text.index("  - year:")]
    rest = ", ".join(map(str, holidays.weekly_rest))
    before = re.sub(r"^weekly_rest: \[.*?\]", f"weekly_rest: [{rest}]", before, flags=re.MULTILINE)
    return before + assumed_holidays.written(holidays, basis[1] if basis else "")


def _quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it."""
    return json.dumps(text, ensure_ascii=False)
