"""What a rule-book may hold besides is read in full, and refused where it cannot be law."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from sosiego.errors import SosiegoError
from sosiego.rules import errors, loader
from sosiego.rules.book import RuleBook
from sosiego.rules.conditions import UnknownTextError
from tests.rules.folders import changed, copied

ON = date(2026, 8, 3)


def _without_line(problem: SosiegoError) -> str:
    """What is said, for whatever line of the template: `broken` holds the lines."""
    return re.sub(r":\d+:", ":N:", str(problem))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("template")


def test_steps_stand_in_their_order(book: RuleBook) -> None:
    receive, find, verify = book.steps(ON)
    assert (receive.starts, receive.then, find.starts) == ("report-received", ("find",), "")
    assert (verify.actor, verify.deadline, verify.does["es"][:8]) == (
        "operator",
        "verify-and-treat",
        "Verifica",
    )


def test_a_deadline_says_when_its_clock_stands_still(book: RuleBook) -> None:
    assert book.deadline("decide-appeal", ON).stops_while == ("waiting-for-appellant",)
    assert book.deadline("verify-and-treat", ON).stops_while == ()


def test_hours_caps_rules_and_notices_are_those_of_the_book(book: RuleBook) -> None:
    (hours,), (cap,), (rule,), (notice,) = (
        book.hours(ON),
        book.caps(ON),
        book.call_rules(ON),
        book.notices(ON),
    )
    assert (hours.bands[0].days, hours.bands[0].start, hours.bands[0].end) == (
        (1, 2, 3, 4, 5),
        time(9),
        time(21),
    )
    assert (cap.is_over(200), cap.is_over(201), cap.per_amount, cap.per_unit) == (False, True, 1, "days")
    assert (rule.condition.evaluate({"number_valid": None}), rule.unknown) == (None, "allow")
    assert book.notice(rule.notice, ON) is notice
    assert notice.header_with("https://redress.example") == (
        'Reason: SIP;cause=603;text="v=analytics1;url=https://redress.example";location=RLN'
    )


def test_capabilities_and_duties_are_those_of_the_book(book: RuleBook) -> None:
    (capability,), (duty,) = book.capabilities(ON), book.duties(ON)
    assert (capability.test.direction, capability.test.value, capability.test.sample) == ("at most", 300, 20)
    assert duty.keep is not None
    assert (duty.keep.amount, duty.keep.unit) == (6, "months")


def test_fines_are_exact(book: RuleBook) -> None:
    fine = book.penalty("late-answer", ON)
    assert fine.amounts == (Decimal(1000), Decimal(5000), Decimal(20000))
    assert (fine.amount(nth=2), fine.amount(10, 3)) == (5000, 100_000)


def test_reporting_preferences_and_senders_are_those_of_the_book(book: RuleBook) -> None:
    (channel,), complaint = book.channels(ON), book.complaint(ON)
    preferences, senders = book.preferences(ON), book.senders(ON)
    assert channel.parse("600000000*hola") == {"number": "600000000", "text": "hola"}
    assert complaint is not None and preferences is not None and senders is not None
    assert (complaint.required, complaint.within_days) == (("number", "occurred_at"), 7)
    assert complaint.fields[0].type == "boolean"
    assert (preferences.categories[0].industries, preferences.bands[1].end) == (("finance",), time(0))
    assert (senders.suffixes[0].code, senders.reason_codes[0].code) == ("P", 1)


def test_before_it_holds_there_is_none(book: RuleBook) -> None:
    before = date(2025, 12, 31)
    assert book.complaint(before) is book.preferences(before) is book.senders(before) is None
    assert book.steps(before) == book.capabilities(before) == ()


def test_what_may_be_absent_may_be_absent(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    for name in ("capabilities", "duties", "penalties", "reporting", "preferences", "senders"):
        (folder / f"{name}.yaml").unlink()
    for file, first in (("procedure.yaml", "\nsteps:"), ("control.yaml", "\n# When calls")):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").partition(first)[0] + "\n", encoding="utf-8")
    law, problems = loader.check(folder)
    assert problems == []
    assert law is not None
    assert law.steps(ON) == law.hours(ON) == law.caps(ON) == law.penalties(ON) == law.channels(ON) == ()
    assert law.complaint(ON) is None


def test_a_document_is_dated_as_far_as_one_knows(tmp_path: Path) -> None:
    for written, first in (("2025", date(2025, 1, 1)), ("2025-03", date(2025, 3, 1))):
        folder = changed(tmp_path / written, "documents.yaml", "issued: 2026-01-01", f"issued: {written}")
        basis = loader.load(folder).gates(ON)[0].basis
        assert (basis.issued, basis.issued_as) == (first, written)


def test_a_document_may_say_when_it_bound_and_its_own_title(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "documents.yaml",
        '    original: ""         # ',
        '    original: "Reglas"\n    in_force: 2026-03-01\n    # ',
    )
    basis = loader.load(folder).gates(ON)[0].basis
    assert (basis.in_force, basis.original) == (date(2026, 3, 1), "Reglas")


def test_a_clause_written_alike_everywhere_is_said_once(book: RuleBook) -> None:
    assert book.gates(ON)[0].basis.clause == {"en": "10", "es": "10"}
    assert book.calendar.years[2026].basis is not None
    assert book.calendar.years[2026].basis.clause == {"en": "calendar", "es": "calendario"}


@pytest.mark.parametrize("clause", ["article 4", "第3条", "art. 4", "quejas"])
def test_a_clause_in_words_is_said_in_every_language(tmp_path: Path, clause: str) -> None:
    (problem,) = loader.check(changed(tmp_path, "gates.yaml", 'clause: "10"', f'clause: "{clause}"'))[1]
    assert isinstance(problem, errors.TranslationMissingError)
    assert _without_line(problem) == (
        '"clause" is not said in: en, es.\n  where: book/gates.yaml:N:46\n'
        "  do: Write it in each language, as in {en: article 4, …}; only numbers may stand alone."
    )


@pytest.mark.parametrize(
    "clause", ["4.3", "§ 64.1200(n)(4)", "1–7", "12, 13(b)", "2° a)", "§ 310.4(b)(3)(iv)", "XII"]
)
def test_numbers_and_single_letters_need_no_translation(tmp_path: Path, clause: str) -> None:
    folder = changed(tmp_path, "gates.yaml", 'clause: "10"', f'clause: "{clause}"')
    assert loader.load(folder).gates(ON)[0].basis.clause["es"] == clause


def test_the_digits_of_an_amount_are_kept(tmp_path: Path) -> None:
    folder = changed(tmp_path, "penalties.yaml", "[1000, 5000, 20000]", "[0.10, 1_000.05]")
    assert loader.load(folder).penalties(ON)[0].amounts == (Decimal("0.10"), Decimal("1000.05"))


TOTAL = "slabs: [{above: 0, up_to: 100, each: 10}, {above: 100, each: 50}]"
AMOUNTS = "amounts: [1000, 5000, 20000]"
COVER = "The slabs do not cover every number of breaches once: "

CASES = [
    (
        "procedure.yaml",
        "stops_while: [waiting-for-appellant]",
        "stops_while: [waiting]",
        errors.UnknownReferenceError,
        'There is no state "waiting".',
    ),
    (
        "procedure.yaml",
        "starts: report-received",
        "starts: report-lost",
        errors.WrongValueError,
        "",
    ),
    (
        "procedure.yaml",
        "    starts: report-received\n",
        "",
        errors.UnreachableStepError,
        "No event and no other step leads to step receive.",
    ),
    (
        "procedure.yaml",
        "then: [verify]",
        "then: [verify, punish]",
        errors.UnknownReferenceError,
        'There is no step "punish".',
    ),
    (
        "procedure.yaml",
        "deadline: verify-and-treat",
        "deadline: verify-and-treat\n    on_silence: punish",
        errors.UnknownReferenceError,
        'There is no step "punish".',
    ),
    (
        "procedure.yaml",
        "deadline: verify-and-treat",
        "deadline: verify",
        errors.UnknownReferenceError,
        'There is no deadline "verify".',
    ),
    (
        "procedure.yaml",
        "deadline: verify-and-treat",
        "deadline: decide-appeal",
        errors.StepActorDiffersError,
        "Step verify is for operator, but its deadline decide-appeal binds regulator.",
    ),
    (
        "control.yaml",
        'to: "21:00"',
        'to: "08:00"',
        errors.EndBeforeBeginningError,
        "This begins at 09:00 and ends at 08:00: there is nothing between.",
    ),
    (
        "control.yaml",
        "days: [1, 2, 3, 4, 5]",
        "days: [0, 1]",
        errors.WrongValueError,
        '"days" must be days of the week, 1 Monday to 7 Sunday; this is [0, 1].',
    ),
    (
        "control.yaml",
        "        holidays: closed",
        "        holidays: open",
        errors.WrongValueError,
        '"holidays" must be one of closed, as-weekday, as-sunday; this is "open".',
    ),
    (
        "control.yaml",
        "unit: days",
        "unit: weeks",
        errors.WrongValueError,
        '"unit" must be one of hours, days, months; this is "weeks".',
    ),
    (
        "control.yaml",
        "notice: sip-blocked",
        "notice: sip",
        errors.UnknownReferenceError,
        'There is no notice "sip".',
    ),
    (
        "control.yaml",
        "condition: NOT number_valid",
        "condition: attestation = 'D'",
        UnknownTextError,
        'attestation is never "D": this rule-book has no such name.',
    ),
    (
        "capabilities.yaml",
        "          value: 300\n",
        "",
        errors.KeyMissingError,
        '"value" is missing here.',
    ),
    (
        "capabilities.yaml",
        "direction: at most   # at least | at most |",
        "direction: yes or no #",
        errors.KeyUnknownError,
        'Nothing is called "value" here.',
    ),
    (
        "duties.yaml",
        "unit: months}",
        "unit: weeks}",
        errors.WrongValueError,
        '"unit" must be one of days, months, years; this is "weeks".',
    ),
    (
        "penalties.yaml",
        f"        {AMOUNTS}\n",
        "",
        errors.FineFormsError,
        "The fine late-answer says nothing; it must say exactly one of range, amounts and slabs.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        f"{AMOUNTS}\n        range: {{from: 1, to: 2}}",
        errors.FineFormsError,
        "The fine late-answer says range and amounts; it must say exactly one of range, amounts and slabs.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        "range: {from: 3, to: 2}",
        errors.WrongValueError,
        '"range" must be two amounts from 0, the lower first; this is 3 to 2.',
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        "amounts: []",
        errors.WrongValueError,
        '"amounts" must be one amount or more, each from 0; this is nothing.',
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        f"{AMOUNTS}\n        charged: total",
        errors.KeyUnknownError,
        'Nothing is called "charged" here.',
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        "range: {from: 1, to: 2}\n        share_of_turnover: 4",
        errors.WrongValueError,
        '"share_of_turnover" must be a share above 0 and at most 1; this is 4.',
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        TOTAL.replace("above: 0", "above: 1"),
        errors.SlabsError,
        COVER + "the first does not begin above 0.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        TOTAL.replace("above: 100", "above: 110"),
        errors.SlabsError,
        COVER + "101 breaches lie in none.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        TOTAL.replace("above: 100", "above: 90"),
        errors.SlabsError,
        COVER + "91 breaches lie in two of them.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        TOTAL.replace("above: 100,", "above: 100, up_to: 200,"),
        errors.SlabsError,
        COVER + "201 breaches lie in none.",
    ),
    (
        "penalties.yaml",
        AMOUNTS,
        TOTAL.replace("up_to: 100", "up_to: 0").replace("above: 100", "above: 0"),
        errors.SlabsError,
        COVER + "none can lie above 0 and up to 0.",
    ),
    (
        "reporting.yaml",
        "{number}*{text}",
        "{number}*{message}",
        errors.FormNotReadableError,
        'No report can be read by the form "{number}*{message}": nothing is called {message} here.',
    ),
    (
        "reporting.yaml",
        "{number}*{text}",
        "{number} {number}",
        errors.FormNotReadableError,
        'No report can be read by the form "{number} {number}": a part stands in it twice.',
    ),
    (
        "reporting.yaml",
        "{number}*{text}",
        "{number}{text}",
        errors.FormNotReadableError,
        'No report can be read by the form "{number}{text}": nothing tells two of its parts apart.',
    ),
    (
        "reporting.yaml",
        "required: [number, occurred_at]",
        "required: [number, colour]",
        errors.UnknownReferenceError,
        'There is no part of a report "colour".',
    ),
    (
        "reporting.yaml",
        "id: spoke_to_person",
        "id: region",
        errors.WrongValueError,
        '"id" must be a name that no part of every report has; this is "region".',
    ),
    (
        "preferences.yaml",
        "industries: [finance]",
        "industries: [banking]",
        errors.UnknownReferenceError,
        'There is no industry "banking".',
    ),
    (
        "preferences.yaml",
        "versions:",
        "wishes: []\nversions:",
        errors.KeyUnknownError,
        'Nothing is called "wishes" here.',
    ),
    (
        "senders.yaml",
        "classes: [commercial]",
        "classes: [spam]",
        errors.UnknownReferenceError,
        'There is no class "spam".',
    ),
    (
        "duties.yaml",
        "duties:",
        "dutys: []\nduties:",
        errors.KeyUnknownError,
        'Nothing is called "dutys" here.',
    ),
    (
        "taxonomy.yaml",
        "media: [call]",
        "media: [fax]",
        errors.UnknownReferenceError,
        'There is no medium "fax".',
    ),
    (
        "documents.yaml",
        "# in_force: 2026-01-01",
        "in_force: 2025-12-31 #",
        errors.WrongValueError,
        '"in_force" must be no earlier than the day of issue, 2026-01-01; this is 2025-12-31.',
    ),
    (
        "documents.yaml",
        "status: illustrative",
        "status: in force",
        errors.WeakStandingError,
        'A value that rests on a weak source ("own") cannot be called in force.',
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "kind", "message"), CASES)
def test_one_mistake_gives_its_own_message_in_its_own_file(
    tmp_path: Path, file: str, old: str, new: str, kind: type[SosiegoError], message: str
) -> None:
    problems = loader.check(changed(tmp_path, file, old, new))[1]
    assert type(problems[0]) is kind, problems[0]
    assert not message or problems[0].what == message
    assert problems[0].where.startswith(f"book/{file}:")
    assert problems[0].todo


def test_days_without_any_wording_are_refused(tmp_path: Path) -> None:
    folder = changed(
        tmp_path,
        "gates.yaml",
        "      - from: 2026-01-01\n",
        "      - {from: 2026-01-01, until: 2026-03-01, applies_to: [operator], closed_when: freeze_in_force,"
        ' basis: {document: own-rules, clause: "1"}}\n'
        "      - from: 2026-07-01\n",
    )
    (problem,) = loader.check(folder)[1]
    assert _without_line(problem) == (
        "From 2026-03-01 until 2026-07-01 no wording of number-range-frozen holds.\n"
        "  where: book/gates.yaml:N:35\n"
        "  do: Leave out this until, or write 2026-07-01; a rule that was without force needs another id."
    )


def test_days_without_windows_are_refused(tmp_path: Path) -> None:
    text = (copied(tmp_path) / "windows.yaml").read_text(encoding="utf-8")
    wording = text.partition("versions:\n")[2]
    later = wording.replace("from: 2026-01-01", "from: 2026-06-01")
    first = wording.replace("from: 2026-01-01", "from: 2026-01-01\n    until: 2026-02-01")
    (tmp_path / "book" / "windows.yaml").write_text(f"versions:\n{first}{later}", encoding="utf-8")
    assert [type(problem) for problem in loader.check(tmp_path / "book")[1]] == [errors.GapInTimeError]


def test_a_value_on_a_weak_source_cannot_be_law(tmp_path: Path) -> None:
    folder = changed(tmp_path, "documents.yaml", "standing: own", "standing: S")
    path = folder / "documents.yaml"
    text = path.read_text(encoding="utf-8").replace("status: illustrative", "status: in force")
    path.write_text(text, encoding="utf-8")
    assert loader.check(folder)[1] == []
    path = folder / "gates.yaml"
    text = path.read_text(encoding="utf-8").replace('clause: "10"', 'clause: "10", standing: W')
    path.write_text(text, encoding="utf-8")
    (problem,) = loader.check(folder)[1]
    assert _without_line(problem) == (
        'A value that rests on a weak source ("W") cannot be called in force.\n'
        "  where: book/gates.yaml:N:62\n"
        "  do: Write status: illustrative, or name a source that was read and standing: S."
    )
