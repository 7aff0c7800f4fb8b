"""Loading a rule-book from its folder, checked; kept until a file of the folder changes."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sosiego import rulebooks
from sosiego.errors import SosiegoError
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleBookNotFoundError, WrongValueError
from sosiego.rules.readers import control, general, oversight, procedure
from sosiego.rules.readers.context import ORGANISATIONS, Context
from sosiego.rules.source import Problems, Section

SHIPPED = Path(rulebooks.__file__).parent
_HEAD = "rulebook.yaml"
# Tests are no law: changing one does not change which text decided.
_TESTS = "tests"


def shipped() -> list[str]:
    """Ids of the rule-books that come with the package."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{_HEAD}"))


def load(id_or_path: str | Path) -> RuleBook:
    """The rule-book of this id, or of this folder. Raises `RuleBookNotFoundError` or its first problem."""
    folder = folder_of(id_or_path)
    return _load(folder, _state(folder))


def check(id_or_path: str | Path) -> tuple[RuleBook | None, list[SosiegoError]]:
    """The rule-book and everything that is wrong with it; no rule-book if it cannot be put together."""
    problems = Problems()
    book = None
    with problems.kept():
        book = _read(folder_of(id_or_path), problems)
    return book, problems.found


def folder_of(id_or_path: str | Path) -> Path:
    """Where a rule-book lies. Raises `RuleBookNotFoundError`."""
    for folder in (SHIPPED / id_or_path, Path(id_or_path)):
        if (folder / _HEAD).is_file():
            return folder.resolve()
    raise RuleBookNotFoundError(str(id_or_path), shipped())


def time_zone_of(id_or_path: str | Path) -> str:
    """Name of the time zone of a rule-book, without reading the rest of it.

    Raises `RuleBookNotFoundError` or what is wrong with its head.
    """
    return _time_zone(Context(folder_of(id_or_path), Problems()).file(_HEAD)).key


def _law_files(folder: Path) -> list[Path]:
    files = (path for path in folder.rglob("*.yaml") if path.relative_to(folder).parts[0] != _TESTS)
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def _state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: cheap to ask on each load, and it changes when they do."""
    stats = ((path, path.stat()) for path in _law_files(folder))
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)


@lru_cache(maxsize=32)
def _load(folder: Path, state: tuple[tuple[str, int, int], ...]) -> RuleBook:
    problems = Problems()
    book = _read(folder, problems)
    if problems.found:
        raise problems.found[0]
    return book


def digest_of(folder: Path) -> str:
    """SHA-256 over names and contents of the files of the law."""
    digest = hashlib.sha256()
    for path in _law_files(folder):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _read(folder: Path, problems: Problems) -> RuleBook:
    context = Context(folder, problems)
    with context.file(_HEAD) as head:
        context.languages = head.texts("languages")
        id, currency, time_zone = head.text("id"), head.text("currency"), _time_zone(head)
        name = head.translated("name", context.languages)
    context.documents.update(general.documents(context))
    categories, industries = general.taxonomy(context)
    numbering = general.numbering(context)
    calendar = general.calendar(context, time_zone)
    deadlines = procedure.deadlines(context)
    scorings = oversight.scoring(context)
    grades = tuple(dict.fromkeys(grade.id for scoring in scorings for grade in scoring.grades))
    context.allowed_texts.update(
        number_class=tuple(number_class.id for number_class in numbering.classes),
        reported_category=tuple(categories),
        content_category=tuple(categories),
        content_class=tuple(dict.fromkeys(category.class_id for category in categories.values())),
        holder_kind=ORGANISATIONS,
        kind=ORGANISATIONS,
        grade=grades,
        latest_grade=grades,
    )
    ladders = oversight.ladders(context)
    return RuleBook(
        id=id,
        name=name,
        languages=context.languages,
        currency=currency,
        time_zone=time_zone,
        numbering=numbering,
        calendar=calendar,
        digest=digest_of(folder),
        folder=str(folder),
        categories=categories,
        industries=industries,
        all_criteria=procedure.criteria(context, categories, {deadline.id for deadline in deadlines}),
        all_deadlines=deadlines,
        all_indicators=oversight.indicators(context),
        all_violations=oversight.violations(context, {ladder.id for ladder in ladders}),
        all_ladders=ladders,
        all_gates=oversight.gates(context),
        all_controls=control.control(context, numbering),
        all_publications=control.publications(context),
        all_windows=procedure.windows(context),
        all_scorings=scorings,
    )


def _time_zone(head: Section) -> ZoneInfo:
    name = head.text("time_zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        wanted = "a name of the IANA time zone database"
        raise WrongValueError("time_zone", wanted, f'"{name}"', head.place_of("time_zone")) from None
