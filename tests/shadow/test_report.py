"""The report of a run: who was found by which book, week by week, and what became of them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sosiego import clock
from sosiego.cases import outcomes
from sosiego.cases import queries as cases
from sosiego.cases import services as procedure
from sosiego.cases.facts import Facts
from sosiego.rules.book import RuleBook
from sosiego.shadow import commands, data, page, queries, report, services
from sosiego.shadow.errors import ShadowNothingRecordedError
from sosiego.shadow.models import ShadowDay, ShadowFinding, ShadowRun
from tests.builders import NOON, member
from tests.builders import report as reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MONDAY = NOON.date()
HIM, HER, IT = "+8613800000001", "+8613800000002", "+8613800000003"


@pytest.fixture
def run(draft: Path, law: RuleBook) -> ShadowRun:
    return services.start(str(draft), name="trial", law=law, actor="user:ana", at=NOON)


def told(run: ShadowRun, day: date, **found_by: str) -> None:
    """One recorded day, on which each caller was found by a book under "reported-caller"."""
    callers = {"him": HIM, "her": HER, "it": IT}
    row = ShadowDay.objects.create(
        run=run, day=day, attempt=1, at=NOON, outcome="recorded", law_digest="", digest=str(day)
    )
    for name, by in found_by.items():
        ShadowFinding.objects.create(
            day=row,
            subject=callers[name],
            rule="reported-caller",
            found_by=by,
            version=date(2026, 1, 1),
            holder="shop" if name != "it" else "",
            facts={},
            clauses=[],
        )


def test_who_is_found_by_both_on_different_days_is_found_by_both(run: ShadowRun, law: RuleBook) -> None:
    told(run, MONDAY, him="draft", her="draft", it="law")
    told(run, MONDAY + timedelta(days=7), him="both", her="draft")
    made = report.made(run, law)
    rule = made.rules[0]
    assert rule.total == made.total == report.Split(1, 1, 1)
    assert dict(rule.weeks) == {
        MONDAY: report.Split(0, 2, 1),
        MONDAY + timedelta(days=7): report.Split(1, 1, 0),
    }
    assert [(one.subject, one.days) for one in rule.draft_callers] == [(HER, 2)]
    assert [one.subject for one in rule.law_callers] == [IT]
    assert rule.holders == {"shop": 1}
    assert rule.name["en"] == "Reported by several people"


def test_a_caller_is_judged_by_the_last_answer_after_the_draft_found_it(
    run: ShadowRun, law: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(run, MONDAY, him="draft", her="draft", it="draft")
    day = timedelta(days=1)
    answers = {HIM: [(NOON - 2 * day, False), (NOON + day, True)], HER: [(NOON + day, False)]}
    monkeypatch.setattr(outcomes, "answers_since", lambda _: answers)
    rule = report.made(run, law).rules[0]
    assert {one.subject: one.confirmed for one in rule.draft_callers} == {HIM: True, HER: False, IT: None}
    figure = rule.confirmed
    assert (figure.numerator, figure.denominator) == (1, 2)
    assert figure.low == pytest.approx(0.0945, abs=1e-4)  # Wilson, 1 of 2
    assert figure.high == pytest.approx(0.9055, abs=1e-4)


def test_answers_are_read_from_the_laws_own_orders(run: ShadowRun, law: RuleBook) -> None:
    for _ in range(5):
        reported(HIM, at=NOON - timedelta(hours=1))
    procedure.evaluate(law, at=NOON)
    later = NOON + timedelta(days=1)
    order = cases.orders(subject=HIM)[0]
    procedure.answer_order(
        order, outcome="confirmed", text="yes", actor="organisation:shop", at=later, book=law
    )
    assert outcomes.answers_since(NOON) == {HIM: [(later, True)]}
    assert outcomes.answers_since(later + timedelta(hours=1)) == {}


def test_a_run_that_recorded_nothing_has_no_report(run: ShadowRun, law: RuleBook) -> None:
    with pytest.raises(ShadowNothingRecordedError, match="has recorded no day yet"):
        report.made(run, law)


class _Outside(HTMLParser):
    """Everything that a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [
            str(value)
            for name, value in attributes
            if tag in ("link", "script", "img") and name in ("src", "href")
        ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "callers found by the draft only"),
        ("es", "llamantes detectados solo por el borrador"),
        ("zh", "仅草案发现的主叫"),
    ],
)
def test_the_page_stands_alone_in_each_language_masks_callers_and_is_marked(
    run: ShadowRun, law: RuleBook, language: str, words: str
) -> None:
    told(run, MONDAY, him="draft", it="law")
    told(run, MONDAY + timedelta(days=1), him="draft")
    content = page.written(report.made(run, law), law, language, NOON, simulated=True).decode()
    outside = _Outside()
    outside.feed(content)
    assert outside.found == []
    assert words in content
    assert "<svg" in content
    assert "138 **** 0001" in content
    assert HIM not in content
    assert "13800000001" not in content
    assert "SIMULATED COUNTRY" in content


def test_the_data_have_what_the_page_masks(run: ShadowRun, law: RuleBook) -> None:
    told(run, MONDAY, him="draft")
    plain = data.plain(report.made(run, law), simulated=False)
    assert json.loads(json.dumps(plain))["rules"][0]["draft_only_callers"][0]["subject"] == HIM


def test_a_report_is_made_though_the_draft_has_vanished(run: ShadowRun, law: RuleBook) -> None:
    import shutil

    from sosiego.shadow import copying

    told(run, MONDAY, him="draft")
    shutil.rmtree(copying.folder_of(run.digest))
    assert report.made(run, law).total.draft_only == 1


# --- the commands ----------------------------------------------------------------------------------------


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> datetime:
        return NOON

    monkeypatch.setattr(clock, "now", now)
    for name, role in (("ana", "official"), ("kim", "auditor")):
        member(name, role)


def said(*words: str) -> Any:
    return CliRunner().invoke(commands.app, list(words))


@pytest.mark.usefixtures("at_noon")
def test_the_commands_start_list_report_and_stop(draft: Path, law: RuleBook, tmp_path: Path) -> None:
    begun = said("start", "--draft", str(draft), "--as", "ana", "--json")
    assert begun.exit_code == 0, begun.output
    assert json.loads(begun.stdout)["name"] == "fewer-reporters"
    for _ in range(3):
        reported(HIM, at=NOON - timedelta(hours=1))
    services.record_day(law, MONDAY, Facts(NOON))
    listed = json.loads(said("list", "--json").stdout)
    assert [(one["name"], one["state"], one["days"], one["draft_only"]) for one in listed] == [
        ("fewer-reporters", "running", 1, 1)
    ]
    shown = said("report", "fewer-reporters", "--out", str(tmp_path / "out"))
    assert shown.exit_code == 0, shown.output
    assert "138 **** 0001" in shown.stdout
    assert HIM not in shown.stdout
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["report.en.html", "report.es.html", "report.json", "report.zh.html"]
    stopped = json.loads(said("stop", "fewer-reporters", "--as", "ana", "--json").stdout)
    assert stopped["state"] == "stopped"
    assert "stopped" in said("list").stdout


@pytest.mark.usefixtures("at_noon")
def test_an_auditor_starts_no_draft(draft: Path) -> None:
    refused = said("start", "--draft", str(draft), "--as", "kim")
    assert refused.exit_code != 0
    assert not ShadowRun.objects.exists()


@pytest.mark.usefixtures("at_noon")
def test_a_draft_of_next_year_is_started_with_a_remark(draft: Path) -> None:
    from tests.shadow.drafts import FILE

    text = (draft / FILE).read_text(encoding="utf-8")
    (draft / FILE).write_text(text.replace("- from: 2026-01-01", "- from: 2026-01-02"))
    assert "--on" not in said("start", "--draft", str(draft), "--as", "ana").stderr
    (draft / FILE).write_text(text.replace("- from: 2026-01-01", "- from: 2027-01-01"))
    remark = said("start", "--draft", str(draft), "--name", "later", "--as", "ana").stderr
    assert "--on 2027-01-01" in remark


@pytest.mark.usefixtures("at_noon")
def test_the_list_tells_why_a_draft_failed(draft: Path, law: RuleBook) -> None:
    import shutil

    from sosiego.shadow import copying

    said("start", "--draft", str(draft), "--as", "ana")
    shutil.rmtree(copying.folder_of(queries.run("fewer-reporters").digest))
    services.record_day(law, MONDAY, Facts(NOON))
    assert "fewer-reporters failed on 2026-08-03: There is no rule-book" in said("list").stdout
