from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sosiego.world.reactions import Reactions, origin_network
from sosiego.world.truth import Truth

AT = datetime(2026, 8, 3, 9, tzinfo=UTC)
DUE = AT + timedelta(days=2)
ROBOT = Truth("+8613809107000", "burst-robocaller", True, date(2026, 8, 1), date(2026, 8, 5))
HOSPITAL = Truth("+861055501201", "hospital", False, date(2026, 7, 1), date(2026, 9, 30))


def reactions() -> Reactions:
    return Reactions(7, [ROBOT, HOSPITAL])


def outcomes(addressee: str, subject: str) -> list[str | None]:
    answers = [reactions().to_order(f"O-{n}", addressee, subject, AT, DUE) for n in range(200)]
    return [answer.outcome if answer else None for answer in answers]


def test_a_well_run_reseller_confirms_what_is_true_in_time() -> None:
    answers = [reactions().to_order(f"O-{n}", "lucero", ROBOT.number, AT, DUE) for n in range(200)]
    assert sum(1 for one in answers if one and one.outcome == "confirmed") > 190
    assert all(one.at < DUE for one in answers if one)


def test_the_bad_reseller_stays_silent() -> None:
    assert outcomes("niebla", ROBOT.number).count(None) > 170


def test_a_sloppy_reseller_sometimes_confirms_an_innocent() -> None:
    confirmed = outcomes("marea", HOSPITAL.number).count("confirmed")
    assert 5 < confirmed < 40


def test_the_same_question_always_gets_the_same_answer() -> None:
    one, other = (reactions().to_order("O-1", "brisa", ROBOT.number, AT, DUE) for _ in range(2))
    assert one == other


def test_the_innocent_appeal_and_the_guilty_rarely() -> None:
    def appeals(subject: str) -> int:
        return sum(1 for n in range(200) if reactions().to_measure(f"M-{n}", subject, AT))

    assert appeals(HOSPITAL.number) > 130
    assert appeals(ROBOT.number) < 20


def test_a_traceback_leads_from_the_terminating_operator_to_the_reseller_of_origin() -> None:
    subject = "+8616209705555"  # a number of the reseller niebla, hosted by cumbre
    assert origin_network(subject) == "niebla"
    for asked, before in (("aurora", "cumbre"), ("cumbre", "niebla")):
        answers = [reactions().to_traceback(f"T-{n}", asked, subject, AT, DUE) for n in range(20)]
        assert {answer[0] for answer in answers if answer} == {before}
