"""Loading a rule-book from its folder, checked; kept until a file of the folder changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sosiego import rulebooks
from sosiego.errors import SosiegoError
from sosiego.rules.book import Category, RuleBook, Scoring
from sosiego.rules.errors import BasedOnItselfError, RuleBookNotFoundError, WrongValueError
from sosiego.rules.layers import HEAD, Layers
from sosiego.rules.numbers import NumberingPlan
from sosiego.rules.readers import (
    calls,
    capabilities,
    control,
    general,
    oversight,
    penalties,
    procedure,
    registers,
    reporting,
    together,
)
from sosiego.rules.readers.context import MEDIA, ORGANISATIONS, Context
from sosiego.rules.source import Problems, Section, read_section

SHIPPED = Path(rulebooks.__file__).parent
# What the networks attest of a caller's number (ATIS-1000074, the levels of STIR/SHAKEN).
ATTESTATIONS = ("A", "B", "C")


def shipped() -> list[str]:
    """Ids of the rule-books that come with the package."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{HEAD}"))


def load(id_or_path: str | Path) -> RuleBook:
    """The rule-book of this id, or of this folder. Raises `RuleBookNotFoundError` or its first problem."""
    layers = layers_of(id_or_path)
    return _load(layers, _state(layers))


def check(id_or_path: str | Path) -> tuple[RuleBook | None, list[SosiegoError]]:
    """The rule-book and everything that is wrong with it; no rule-book if it cannot be put together."""
    problems = Problems()
    book = None
    with problems.kept():
        book = _read(layers_of(id_or_path), problems)
    return book, problems.found


def folder_of(id_or_path: str | Path) -> Path:
    """Where a rule-book lies. Raises `RuleBookNotFoundError`."""
    for folder in (SHIPPED / id_or_path, Path(id_or_path)):
        if (folder / HEAD).is_file():
            return folder.resolve()
    raise RuleBookNotFoundError(str(id_or_path), shipped())


def layers_of(id_or_path: str | Path) -> Layers:
    """The folders of a rule-book: its own and, below it, those on which a draft is based.

    Raises `RuleBookNotFoundError`, `BasedOnItselfError`.
    """
    folders = [folder_of(id_or_path)]
    while (below := _below(folders[-1])) is not None:
        name, folder, head = below
        if folder in folders:
            raise BasedOnItselfError(name, head.place_of("based_on"))
        folders.append(folder)
    return Layers(tuple(folders))


def _below(folder: Path) -> tuple[str, Path, Section] | None:
    head = read_section(folder / HEAD, folder)
    name = head.text("based_on", "")
    if not name:
        return None
    beside = folder / name
    try:
        return name, folder_of(beside if (beside / HEAD).is_file() else name), head
    except RuleBookNotFoundError as error:
        error.where = str(head.place_of("based_on"))
        raise


def time_zone_of(id_or_path: str | Path) -> str:
    """Name of the time zone of a rule-book, without reading the rest of it.

    Raises `RuleBookNotFoundError` or what is wrong with its head.
    """
    return _time_zone(_heads(layers_of(id_or_path))).key


def _heads(layers: Layers) -> list[Section]:
    return [read_section(folder / HEAD, folder) for folder in layers.folders]


def _deciding(heads: list[Section], key: str) -> Section:
    """Of the heads of a draft and of what it is based on, the first that says a key."""
    return next((head for head in heads if key in head), heads[0])


def _state(layers: Layers) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files: cheap to ask on each load, and it changes when they do."""
    stats = ((path, path.stat()) for path in layers.files())
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)


@lru_cache(maxsize=32)
def _load(layers: Layers, state: tuple[tuple[str, int, int], ...]) -> RuleBook:
    problems = Problems()
    book = None
    with problems.kept():
        book = _read(layers, problems)
    if book is None or problems.found:
        raise problems.found[0]
    return book


def digest_of(id_or_path: str | Path) -> str:
    """SHA-256 over names and contents of the files of the law; of a draft, of the law as put together."""
    return _digest(layers_of(id_or_path))


def _digest(layers: Layers) -> str:
    digest = hashlib.sha256()
    for name, path in layers.law():
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _read(layers: Layers, problems: Problems) -> RuleBook:
    context = Context(layers, problems)
    heads = _heads(layers)
    context.languages = _deciding(heads, "languages").texts("languages")
    id, currency = heads[0].text("id"), _deciding(heads, "currency").text("currency")
    time_zone = _time_zone(heads)
    name = _deciding(heads, "name").translated("name", context.languages)
    for head in heads:
        head.only(("id", "name", "languages", "currency", "time_zone", "based_on"))
    context.documents.update(general.documents(context))
    categories, industries = general.taxonomy(context)
    numbering = general.numbering(context)
    calendar = general.calendar(context, time_zone)
    deadlines = procedure.deadlines(context)
    scorings = oversight.scoring(context)
    context.allowed_texts.update(_allowed_texts(numbering, categories, scorings))
    ladders = oversight.ladders(context)
    notices = calls.notices(context)
    book = RuleBook(
        id=id,
        name=name,
        languages=context.languages,
        currency=currency,
        time_zone=time_zone,
        numbering=numbering,
        calendar=calendar,
        digest=_digest(layers),
        folder=str(layers.root),
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
        all_steps=procedure.steps(context, deadlines),
        all_hours=calls.hours(context),
        all_caps=calls.caps(context),
        all_call_rules=calls.rules(context, {notice.id for notice in notices}),
        all_notices=notices,
        all_capabilities=capabilities.capabilities(context),
        all_penalties=penalties.penalties(context),
        all_duties=capabilities.duties(context),
        all_channels=reporting.channels(context),
        all_complaints=reporting.complaints(context),
        all_preferences=registers.preferences(context, industries),
        all_senders=registers.senders(context),
        based_on=heads[0].text("based_on", ""),
        documents=dict(context.documents),
    )
    together.check(context, book)
    return book


def _allowed_texts(
    numbering: NumberingPlan, categories: Mapping[str, Category], scorings: Iterable[Scoring]
) -> dict[str, tuple[str, ...]]:
    """By the name of a fact: the words that a condition may compare it with."""
    grades = tuple(dict.fromkeys(grade.id for scoring in scorings for grade in scoring.grades))
    return {
        "number_class": tuple(number_class.id for number_class in numbering.classes),
        "reported_category": tuple(categories),
        "content_category": tuple(categories),
        "content_class": tuple(dict.fromkeys(category.class_id for category in categories.values())),
        "holder_kind": ORGANISATIONS,
        "kind": ORGANISATIONS,
        "grade": grades,
        "latest_grade": grades,
        "medium": MEDIA,
        "attestation": ATTESTATIONS,
    }


def _time_zone(heads: list[Section]) -> ZoneInfo:
    head = _deciding(heads, "time_zone")
    name = head.text("time_zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        wanted = "a name of the IANA time zone database"
        near = get_close_matches(name, available_timezones(), n=3, cutoff=0.8)
        todo = f"Write {' or '.join(near)}." if near else "Write one as in Europe/Madrid."
        raise WrongValueError("time_zone", wanted, f'"{name}"', head.place_of("time_zone"), todo) from None
