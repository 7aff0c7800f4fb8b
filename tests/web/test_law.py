"""Reading the law on the site and by API: index, rules, documents, dates, and what was met how often."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from sosiego import clock
from sosiego.cases import queries as cases
from sosiego.oversight import queries as oversight
from sosiego.publication.protection import withheld
from sosiego.reading import articles
from sosiego.reading.articles import Rule
from sosiego.rules import loader
from sosiego.web import fired
from tests.web.builders import MORNING, Country

pytestmark = pytest.mark.django_db


def text(visitor: Client, address: str, **query: str) -> str:
    answer = visitor.get(address, query)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


# ---- the index


def test_the_index_has_every_rule_in_force_by_chapter(visitor: Client) -> None:
    page = text(visitor, "/rules/")
    law = loader.load("cn")
    read = articles.articles(articles.chapters(law, date(2026, 9, 15)))
    assert f"{len(read)} of {len(read)} rules." in page
    for heading in ("When a number comes under suspicion", "How organisations are judged"):
        assert heading in page
    assert "/rules/over-frequency/" in page
    # A step and a deadline of the same name are told apart by their kind.
    assert "/rules/step/tell-reporter/" in page and "/rules/deadline/tell-reporter/" in page


def test_the_index_is_searched_by_words_conditions_and_documents(visitor: Client) -> None:
    assert "/rules/night-calling/" in text(visitor, "/rules/", q="night calling")
    assert "/rules/night-calling/" in text(visitor, "/rules/", q="night_ratio")
    assert "/rules/night-calling/" not in text(visitor, "/rules/", q="mail order")
    assert "/rules/message-records/" in text(visitor, "/rules/", q="order 31")
    assert "Nothing fits this choice." in text(visitor, "/rules/", q="zebra")


def test_the_index_is_filtered_by_chapter_and_standing(visitor: Client) -> None:
    page = text(visitor, "/rules/", chapter="oversight", status="in force")
    assert "/rules/night-calling/" not in page
    assert "law in force" in page


def test_the_index_shows_the_law_of_another_date_and_stays_there(visitor: Client) -> None:
    page = text(visitor, "/rules/", on="2016-01-01")
    assert "as it stands on 1 Jan 2016" in page
    assert "/rules/message-records/?on=2016-01-01" in page
    assert "over-frequency" not in page
    assert "On this date the rule-book has no rule in force." in text(visitor, "/rules/", on="1990-01-01")


def test_what_is_no_date_is_said_and_today_is_shown(visitor: Client) -> None:
    page = text(visitor, "/rules/", on="2026-02-30")
    assert "“2026-02-30” is no date" in page
    assert "as it stands on 15 Sep 2026" in page


# ---- one rule


def test_a_rule_is_said_in_words_and_as_it_is_written(visitor: Client) -> None:
    page = text(visitor, "/rules/over-frequency/")
    assert "Most calls in one hour: more than 60 calls" in page
    assert "calls_per_hour_max &gt; 60" in page
    assert "/rules/verify-and-treat/" in page
    assert "the operator that serves the number" in page
    assert "illustrative" in page
    assert "no public instrument sets this as it stands here" in page
    assert "2 working days" in page


def test_a_rule_shows_its_tests_with_facts_and_what_is_expected(visitor: Client) -> None:
    page = text(visitor, "/rules/reported-caller/")
    assert "come out as expected" in page
    assert "it cannot be known" in page
    assert "does not come out so" not in page


def test_a_deadline_says_which_criteria_and_steps_name_it(visitor: Client) -> None:
    page = text(visitor, "/rules/verify-and-treat/")
    assert "Named by" in page
    assert "/rules/over-frequency/" in page


@pytest.mark.parametrize("book", loader.shipped())
def test_every_kind_of_rule_of_every_shipped_book_has_a_page(
    visitor: Client, settings: Settings, book: str
) -> None:
    settings.RULEBOOK = book
    first_of = {rule.kind.id: rule for rule in reversed(articles.rules(loader.load(book)))}
    for rule in first_of.values():
        page = text(visitor, f"/rules/{rule.kind.id}/{rule.id}/")
        assert "<h2>History</h2>" in page
        assert " style=" not in page


def test_two_rules_of_one_name_are_a_choice(visitor: Client) -> None:
    page = text(visitor, "/rules/tell-reporter/")
    assert "/rules/step/tell-reporter/" in page and "/rules/deadline/tell-reporter/" in page


def test_a_step_of_a_ladder_leads_to_its_ladder(visitor: Client) -> None:
    answer = visitor.get("/rules/public-criticism/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/rules/ladder/access/")


def test_what_is_no_rule_is_not_found(visitor: Client) -> None:
    assert visitor.get("/rules/no-such-rule/").status_code == 404
    assert visitor.get("/rules/deadline/over-frequency/").status_code == 404


def test_the_history_shows_what_changed_from_wording_to_wording(visitor: Client, settings: Settings) -> None:
    settings.RULEBOOK = "in"
    page = text(visitor, "/rules/complaints/")
    assert "<del>7</del>" in page and "<ins>10</ins>" in page
    assert "/rules/complaints/?on=2018-12-16" in page
    before = text(visitor, "/rules/complaints/", on="2024-01-01")
    assert "People who reported calls or messages in 7 days: at least 10 people" in before
    assert "You read the law as it stands on 1 Jan 2024." in before
    assert "does not hold yet" in text(visitor, "/rules/complaints/", on="2010-01-01")


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Quién debe actuar"), ("zh-hans", "责任主体"), ("en", "Who must act")]
)
def test_a_rule_speaks_three_languages(visitor: Client, language: str, words: str) -> None:
    page = visitor.get("/rules/over-frequency/", headers={"accept-language": language})
    assert words in page.content.decode()


def test_the_documents_say_how_well_they_are_known_and_what_rests_on_them(visitor: Client) -> None:
    page = text(visitor, "/rules/documents/")
    assert "通信短信息服务管理规定" in page
    assert "We read it in a public source." in page
    assert "/rules/message-records/" in page


# ---- how often it was met


def test_a_criterion_says_how_often_it_was_met_and_a_deadline_does_not(
    visitor: Client, country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(visitor, "/rules/reported-caller/")
    assert "How often it was met" in page
    # One finding is fewer than the bulletin prints.
    assert "&lt; 5" in page
    assert "withheld to protect reporters" in page
    assert "Simulated country" not in page
    monkeypatch.setattr(clock, "is_simulated", lambda: True)
    assert "Simulated country</span>" in text(visitor, "/rules/reported-caller/")
    assert "How often it was met" not in text(visitor, "/rules/verify-and-treat/")


def test_what_was_never_met_says_so(visitor: Client, log_ins: Any) -> None:
    assert "In the last twelve months it was not met." in text(visitor, "/rules/one-ring/")
    assert "In the last twelve months it was not met." in text(visitor, "/rules/low-grade/")


def test_findings_are_counted_by_local_month(country: Country) -> None:
    zone = loader.load("cn").time_zone
    since = MORNING - timedelta(days=40)
    counted = cases.findings_by_month("reported-caller", since, MORNING + timedelta(hours=1), zone)
    assert counted == {date(2026, 9, 1): 1}
    assert cases.findings_by_month("reported-caller", since, MORNING - timedelta(days=20), zone) == {}
    assert oversight.violations_by_month("low-grade", since, MORNING, zone) == {}


def rule(id: str) -> Rule:
    return articles.named(loader.load("cn"), id)[0]


def test_small_months_and_what_would_give_them_away_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {date(2026, 7, 1): 40, date(2026, 8, 1): 3, date(2026, 9, 1): 7}
    monkeypatch.setattr(cases, "findings_by_month", lambda *_: counts)
    found = fired.fired(rule("reported-caller"), datetime(2026, 9, 15, tzinfo=UTC))
    assert found is not None
    told = {month.first: month.count for month in found.months}
    assert len(told) == 12
    hidden = withheld({month: counts.get(month, 0) for month in told}, found.smallest)
    assert {month for month, count in told.items() if count is None} == hidden
    assert told[date(2026, 8, 1)] is None
    assert told[date(2026, 7, 1)] == 40
    assert told[date(2026, 1, 1)] == 0


# ---- by API


def test_the_api_tells_the_law_of_a_date(visitor: Client) -> None:
    told = visitor.get("/api/v1/rules", {"on": "2026-11-01"}).json()
    assert told["on"] == "2026-11-01"
    kinds = {one["kind"] for one in told["rules"]}
    assert {"criterion", "deadline", "step", "duty", "exemption", "publication"} <= kinds
    assert {"id", "since", "status", "chapter", "name"} <= told["rules"][0].keys()
    assert set(told["rules"][0]["name"]) == {"en", "es", "zh"}
    assert any(one["document"] == "order-31" for one in told["documents"])
    early = visitor.get("/api/v1/rules", {"on": "2016-01-01"}).json()
    assert early["criteria"] == [] and early["rules"]


def test_the_api_tells_one_rule_with_history_tests_and_how_often_it_was_met(
    visitor: Client, country: Country
) -> None:
    told = visitor.get("/api/v1/rules/reported-caller").json()[0]
    assert told["in_force"] is True
    assert told["wordings"][0]["values"]["condition"].startswith("call_reporters_10d >= 5")
    assert told["wordings"][0]["bases"][0]["standing"]
    assert {"en", "es", "zh"} == told["wordings"][0]["text"].keys()
    assert any(one["expected"] is None for one in told["tests"])
    assert all(one["passed"] for one in told["tests"])
    assert told["fired"][-1] == {"month": "2026-09", "count": None}
    assert told["simulated"] is False


def test_the_api_tells_old_and_new_of_a_change(visitor: Client, settings: Settings) -> None:
    settings.RULEBOOK = "in"
    told = visitor.get("/api/v1/rules/operator-acts").json()[0]
    assert {"label": "Within", "old": "30 days", "new": "5 days"} in told["wordings"][0]["changes"]["en"]
    assert told["wordings"][1]["changes"]["en"] == []
    assert told["fired"] is None


def test_the_api_tells_both_rules_of_one_name_or_the_kind_that_is_asked_for(visitor: Client) -> None:
    both = visitor.get("/api/v1/rules/tell-reporter").json()
    assert [one["kind"] for one in both] == ["step", "deadline"]
    one = visitor.get("/api/v1/rules/tell-reporter", {"kind": "deadline"}).json()
    assert [each["kind"] for each in one] == ["deadline"]
    assert visitor.get("/api/v1/rules/no-such-rule").status_code == 404
    assert visitor.get("/api/v1/rules", {"on": "soon"}).status_code == 422
