"""A rule-book is law only if nothing in it is wrong; what is wrong is said with place and next step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sosiego.errors import SosiegoError
from sosiego.rules import errors, loader
from sosiego.rules.conditions import (
    ConditionSyntaxError,
    ConditionTypeError,
    UnknownFactError,
    UnknownTextError,
)
from sosiego.rules.loader import SHIPPED
from tests.rules.folders import changed, copied


def _problem(folder: Path) -> SosiegoError:
    with pytest.raises(SosiegoError) as refused:
        loader.load(folder)
    return refused.value


def _line(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize("id", loader.shipped())
def test_a_shipped_rule_book_has_no_problem(id: str) -> None:
    assert loader.check(id)[1] == []


def test_a_rule_book_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    first = loader.load(folder)
    assert loader.load(folder) is first
    (folder / "windows.yaml").write_text(
        (folder / "windows.yaml")
        .read_text(encoding="utf-8")
        .replace("behaviour_days: 7", "behaviour_days: 14"),
        encoding="utf-8",
    )
    again = loader.load(folder)
    assert again.windows(date(2026, 8, 1)).behaviour_days == 14
    assert again.digest != first.digest


def test_a_changed_test_does_not_change_the_law(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = loader.load(folder).digest
    (folder / "tests" / "orders-overdue.yaml").unlink()
    assert loader.digest_of(folder) == before


def test_an_unknown_rule_book_is_wrong_usage() -> None:
    with pytest.raises(errors.RuleBookNotFoundError) as refused:
        loader.load("atlantis")
    assert refused.value.exit_code == 2
    assert str(refused.value) == (
        "There is no rule-book atlantis.\n"
        f"  do: Name one of {', '.join(loader.shipped())}, or the path of a folder with a rulebook.yaml."
    )


def test_a_duplicate_key_is_refused_with_both_lines(tmp_path: Path) -> None:
    folder = changed(tmp_path, "windows.yaml", "    smallest_calls: 20\n", "    behaviour_days: 9\n")
    first = _line(folder, "windows.yaml", "behaviour_days")
    assert str(_problem(folder)) == (
        f'"behaviour_days" stands here a second time (first in line {first}).\n'
        f"  where: book/windows.yaml:{first + 2}:5\n"
        "  do: Keep one of the two."
    )


def test_an_impossible_date_is_refused(tmp_path: Path) -> None:
    folder = changed(tmp_path, "scoring.yaml", "from: 2026-01-01", "from: 2026-02-30")
    problem = _problem(folder)
    assert isinstance(problem, errors.ImpossibleDateError)
    assert problem.what == "There is no date 2026-02-30: that month has 28 days."
    assert problem.where == f"book/scoring.yaml:{_line(folder, 'scoring.yaml', '2026-02-30')}:11"


def test_a_document_later_than_the_value_it_founds_is_refused(tmp_path: Path) -> None:
    folder = changed(tmp_path, "documents.yaml", "issued: 2026-01-01", "issued: 2026-01-02")
    problem = _problem(folder)
    assert isinstance(problem, errors.DocumentAfterValueError)
    assert (
        problem.what
        == "This holds from 2026-01-01, but own-rules, on which it rests, was issued on 2026-01-02."
    )


def test_two_wordings_at_the_same_time_are_refused(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "violations.yaml",
        "      - from: 2026-01-01\n",
        "      - {from: 2026-01-01, until: 2026-08-01, applies_to: [operator],"
        " condition: orders_overdue >= 2, ladder: general, basis: {document: own-rules, clause: a}}\n"
        "      - from: 2026-07-01\n",
    )
    problem = _problem(folder)
    assert isinstance(problem, errors.OverlapInTimeError)
    assert (
        problem.what
        == "The wordings of orders-overdue from 2026-01-01 and from 2026-07-01 hold at the same time."
    )


def test_weights_that_do_not_make_one_whole_are_refused(tmp_path: Path) -> None:
    folder = changed(tmp_path, "indicators.yaml", "weight: 1\n", "weight: 0.9\n")
    problem = _problem(folder)
    assert isinstance(problem, errors.WeightsError)
    assert problem.what == (
        "On 2026-01-01 the weights of the indicators of operator and reseller add up to 0.9, not 1: "
        "handled_in_time 0.9."
    )


def test_a_ladder_without_a_first_step_is_refused(tmp_path: Path) -> None:
    folder = changed(tmp_path, "ladders.yaml", "at_violation: 1\n", "at_violation: 3\n")
    assert isinstance(_problem(folder), errors.NoStepForFirstViolationError)


CASES = [
    (
        "rulebook.yaml",
        "languages: [en, es]",
        "languages: [en, es, pt]",
        errors.TranslationMissingError,
        '"name" is not said in: pt.',
    ),
    (
        "rulebook.yaml",
        "currency: EUR",
        "currancy: EUR",
        errors.KeyMissingError,
        '"currency" is missing here.',
    ),
    (
        "rulebook.yaml",
        "Europe/Madrid",
        "Europe/Madriz",
        errors.WrongValueError,
        '"time_zone" must be a name of the IANA time zone database; this is "Europe/Madriz".',
    ),
    (
        "documents.yaml",
        "status: illustrative",
        "status: valid",
        errors.WrongValueError,
        '"status" must be one of in force, draft, illustrative; this is "valid".',
    ),
    (
        "documents.yaml",
        'es: "Reglas propias del regulador"',
        'es: ""',
        errors.TranslationMissingError,
        '"name" is not said in: es.',
    ),
    (
        "taxonomy.yaml",
        "industry: finance",
        "industry: finanse",
        errors.UnknownReferenceError,
        'There is no industry "finanse".',
    ),
    (
        "numbering.yaml",
        '"+346"',
        '"346"',
        errors.WrongValueError,
        '"prefixes" must be "+34…" or "short:34:…"; this is "346".',
    ),
    (
        "calendar.yaml",
        "from: 2026-01-01",
        "from: 2025-01-01",
        errors.WrongValueError,
        '"holidays" must be days of 2026, the first before the last; this is 2025-01-01 to 2025-01-01.',
    ),
    (
        "calendar.yaml",
        "make_up_days: []",
        "make_up_days: [2026-01-05]",
        errors.WrongValueError,
        '"make_up_days" must be a day of weekly rest that is no holiday; this is 2026-01-05.',
    ),
    (
        "calendar.yaml",
        'opens: "09:00"',
        'opens: "9 o\'clock"',
        errors.WrongValueError,
        '"opens" must be a time such as "09:00"; this is "9 o\'clock".',
    ),
    (
        "windows.yaml",
        "behaviour_days: 7",
        "behaviour_days: seven",
        errors.WrongValueError,
        '"behaviour_days" must be a whole number; this is text ("seven").',
    ),
    (
        "windows.yaml",
        "smallest_calls: 20",
        "smalest_calls: 20",
        errors.KeyMissingError,
        '"smallest_calls" is missing here.',
    ),
    (
        "procedure.yaml",
        "actor: operator",
        "actor: nobody",
        errors.WrongValueError,
        '"actor" must be one of holder, operator, regulator, reporting-desk; this is "nobody".',
    ),
    (
        "procedure.yaml",
        "    actor: operator\n",
        "",
        errors.DeadlineWithoutActorError,
        "The deadline verify-and-treat does not say who must act.",
    ),
    (
        "procedure.yaml",
        "document: own-rules",
        "document: own-rule",
        errors.UnknownReferenceError,
        'There is no document "own-rule".',
    ),
    (
        "criteria/reported-caller.yaml",
        "order: verify-and-treat",
        "order: verify",
        errors.UnknownReferenceError,
        'There is no deadline "verify".',
    ),
    (
        "criteria/reported-caller.yaml",
        'category: ""',
        "category: spam",
        errors.UnknownReferenceError,
        'There is no category "spam".',
    ),
    (
        "criteria/reported-caller.yaml",
        "{kind: label",
        "{kind: erase",
        errors.WrongValueError,
        '"kind" must be one of label, limit, bar-outgoing, suspend, freeze-allocation; this is "erase".',
    ),
    (
        "criteria/reported-caller.yaml",
        "pattern: reported",
        "patern: reported",
        errors.KeyMissingError,
        '"pattern" is missing here.',
    ),
    (
        "criteria/reported-caller.yaml",
        "subject: caller",
        "severity: high\nsubject: caller",
        errors.KeyUnknownError,
        'Nothing is called "severity" here.',
    ),
    (
        "criteria/reported-caller.yaml",
        "NOT is_exempt",
        "NOT is_exemt",
        UnknownFactError,
        'There is no fact named "is_exemt".',
    ),
    (
        "criteria/reported-caller.yaml",
        "call_reporters_10d >= 5",
        "call_reporters_10d >= 'five'",
        ConditionTypeError,
        "A whole number cannot be compared with a text.",
    ),
    (
        "criteria/reported-caller.yaml",
        "call_reporters_10d >= 5",
        "call_reporters_10d >=",
        ConditionSyntaxError,
        "The condition is not SQL: something is missing here.",
    ),
    (
        "criteria/reported-caller.yaml",
        "NOT is_exempt",
        "number_class = 'mobil'",
        UnknownTextError,
        'number_class is never "mobil": this rule-book has no such name.',
    ),
    (
        "control.yaml",
        "classes: [emergency]",
        "classes: [emergencies]",
        errors.UnknownReferenceError,
        'There is no number class "emergencies".',
    ),
    (
        "control.yaml",
        "suspend: block",
        "suspend: explode",
        errors.WrongValueError,
        '"suspend" must be one of block, limit, label; this is "explode".',
    ),
    (
        "control.yaml",
        'numbers: ["112"]',
        'numbers: ["11"]',
        errors.ExemptNumberNotInPlanError,
        '"11" is no number of the numbering plan: 2 digits that fit no class of the numbering plan of +34.',
    ),
    (
        "indicators.yaml",
        "applies_to: [operator, reseller]",
        "applies_to: [operators]",
        errors.UnknownReferenceError,
        'There is no kind of organisation "operators".',
    ),
    (
        "violations.yaml",
        "ladder: general",
        "ladder: generic",
        errors.UnknownReferenceError,
        'There is no ladder "generic".',
    ),
    (
        "violations.yaml",
        "orders_overdue >= 3",
        "grade = 'F'",
        UnknownTextError,
        'grade is never "F": this rule-book has no such name.',
    ),
    (
        "gates.yaml",
        "    resource: number-range",
        "    resource: antenna",
        errors.WrongValueError,
        '"resource" must be one of number-range, line, service-contract; this is "antenna".',
    ),
    (
        "gates.yaml",
        "closed_when: freeze_in_force",
        "closed_when: calls > 3",
        UnknownFactError,
        'There is no fact named "calls".',
    ),
    (
        "publications.yaml",
        "every: month",
        "every: fortnight",
        errors.WrongValueError,
        '"every" must be one of month, quarter, year; this is "fortnight".',
    ),
    (
        "gates.yaml",
        "gates:",
        "gates: [",
        errors.NotYamlError,
        "This is not YAML: did not find expected ',' or ']'.",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "kind", "message"), CASES)
def test_one_mistake_gives_its_own_message_in_its_own_file(
    tmp_path: Path, file: str, old: str, new: str, kind: type[SosiegoError], message: str
) -> None:
    problem = _problem(changed(tmp_path, file, old, new))
    assert isinstance(problem, kind)
    assert (
        problem.what.startswith("This is not YAML")
        if kind is errors.NotYamlError
        else problem.what == message
    )
    assert problem.todo
    if file != "rulebook.yaml" or kind is errors.WrongValueError:
        assert problem.where.startswith(f"book/{file}:"), problem.where


def test_an_error_in_a_condition_leads_to_its_line_and_column(tmp_path: Path) -> None:
    file = "criteria/reported-caller.yaml"
    folder = changed(tmp_path, file, "NOT is_exempt", "NOT is_exemt")
    line = _line(folder, file, "NOT is_exemt")
    assert str(_problem(folder)) == (
        'There is no fact named "is_exemt".\n'
        f"  where: book/{file}:{line}:15\n"
        "    AND NOT is_exemt\n"
        "            ^\n"
        "  do: Write is_exempt."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "gates.yaml").unlink()
    assert str(_problem(folder)) == (
        "This file is missing.\n  where: book/gates.yaml\n  do: Copy it from the template and fill it in."
    )


def test_a_check_shows_all_that_is_wrong_not_only_the_first(tmp_path: Path) -> None:
    folder = changed(tmp_path, "gates.yaml", "    resource: number-range", "    resource: antenna")
    for file, old, new in (
        ("windows.yaml", "from: 2026", "from: 2025"),
        ("scoring.yaml", "grades:", "marks:"),
    ):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    files = {problem.where.split(":")[0] for problem in loader.check(folder)[1]}
    assert files == {"book/gates.yaml", "book/windows.yaml", "book/scoring.yaml"}


def test_a_basis_may_be_less_sure_than_its_document_but_not_surer(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "gates.yaml",
        '{document: own-rules, clause: "10"}',
        '{document: own-rules, clause: "10", status: in force}',
    )
    assert _problem(folder).what == (
        'Status "in force" is surer than that of own-rules, on which this rests: "illustrative".'
    )


def test_the_template_is_beside_the_shipped_ones() -> None:
    assert (SHIPPED / "template" / "rulebook.yaml").is_file()


def test_the_time_zone_of_a_rule_book_is_read_from_its_head_alone(tmp_path: Path) -> None:
    assert loader.time_zone_of("cn") == "Asia/Shanghai"
    (tmp_path / "rulebook.yaml").write_text(
        "id: co\nname: {en: Colombia}\nlanguages: [en]\ncurrency: COP\ntime_zone: America/Bogota\n"
    )
    assert loader.time_zone_of(tmp_path) == "America/Bogota"
    with pytest.raises(errors.RuleBookNotFoundError):
        loader.time_zone_of(tmp_path / "none")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("documents.yaml", "status: illustrative", "status: valid"),
        ("documents.yaml", "documents:", "documents: ["),
        ("procedure.yaml", "    actor: operator\n", ""),
        ("ladders.yaml", "look_back_days: 365", "look_back_days: 0"),
        ("taxonomy.yaml", "id: finance, lead_authority", "id: finance, lead"),
        ("numbering.yaml", "outbound: true", "outbound: perhaps"),
    ],
)
def test_what_only_follows_from_a_mistake_is_not_said_besides(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    problems = loader.check(changed(tmp_path, file, old, new))[1]
    assert [problem.where.split(":")[0] for problem in problems] == [f"book/{file}"]


def test_a_clause_about_a_refused_class_of_numbers_is_not_said_besides(tmp_path: Path) -> None:
    folder = changed(tmp_path, "criteria/reported-caller.yaml", "NOT is_exempt", "number_class = 'fixed'")
    numbering = folder / "numbering.yaml"
    text = numbering.read_text(encoding="utf-8").replace("outbound: true", "outbound: perhaps")
    numbering.write_text(text, encoding="utf-8")
    (problem,) = loader.check(folder)[1]
    assert problem.what == '"outbound" must be true or false; this is text ("perhaps").'


def test_an_hour_of_the_night_is_one_of_the_clock(tmp_path: Path) -> None:
    folder = changed(tmp_path, "windows.yaml", "night_from_hour: 22", "night_from_hour: 24")
    assert _problem(folder).what == '"night_from_hour" must be a whole number from 0 to 23; this is 24.'
