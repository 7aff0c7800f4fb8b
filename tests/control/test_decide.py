from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sosiego.control import list_file
from sosiego.control.counters import WINDOW_SECONDS, Counters
from sosiego.control.decide import Call, decide
from sosiego.control.list_file import ControlList, Entry
from tests.control.conftest import BARRED, HEADER, LABELLED, LIMITED, MakeList, entry

CALLER, CALLED, NOW = "+8613800000001", "+8613900000000", 1_790_000_000.0


def test_a_barred_number_is_blocked_with_reason_and_redress(make_list: MakeList) -> None:
    decision = decide(make_list(entry(CALLER, BARRED)), Call(CALLER, CALLED, NOW))
    assert (decision.outcome, decision.reason) == ("block", "block-measure")
    assert decision.rule == "over-frequency"
    assert decision.measure == "M-2026-000001"
    assert decision.redress_url == "https://regulator.example/appeal"
    assert decision.text == {"en": "This number may not call out."}


def test_a_number_without_measure_is_allowed(make_list: MakeList) -> None:
    decision = decide(make_list(entry("+8613800000009", BARRED)), Call(CALLER, CALLED, NOW))
    assert (decision.outcome, decision.reason, decision.redress_url) == ("allow", "no-measure", "")


def test_the_harshest_measure_decides(make_list: MakeList) -> None:
    both = make_list(entry(CALLER, LABELLED), entry(CALLER, BARRED, measure="M-2026-000002"))
    assert decide(both, Call(CALLER, CALLED, NOW)).outcome == "block"


def test_a_measure_ends_by_itself_and_leaves_the_milder_one(make_list: MakeList) -> None:
    both = make_list(
        entry(CALLER, LABELLED, until=int(NOW) + 10),
        entry(CALLER, BARRED, until=int(NOW), measure="M-2026-000002"),
    )
    assert decide(both, Call(CALLER, CALLED, NOW)).outcome == "label"
    assert decide(both, Call(CALLER, CALLED, NOW + 10)).outcome == "allow"


def test_an_emergency_number_can_be_reached_by_a_barred_caller(make_list: MakeList) -> None:
    decision = decide(make_list(entry(CALLER, BARRED)), Call(CALLER, "short:86:110", NOW))
    assert (decision.outcome, decision.reason) == ("allow", "exempt-called")


def test_a_barred_range_blocks_its_numbers(make_list: MakeList) -> None:
    barred = make_list(prefixes={"+86138": [Entry(0, 0, "M-2026-000005", BARRED)]})
    assert decide(barred, Call(CALLER, CALLED, NOW)).measure == "M-2026-000005"


def test_a_sender_name_can_be_barred(make_list: MakeList) -> None:
    barred = make_list(prefixes={"name:86:LOANS": [Entry(0, 0, "M-2026-000005", BARRED)]})
    assert decide(barred, Call("name:86:LOANS", CALLED, NOW, "sms")).outcome == "block"


def test_a_sender_name_that_begins_like_a_barred_one_is_another(make_list: MakeList) -> None:
    barred = make_list(prefixes={"name:86:LOANS": [Entry(0, 0, "M-2026-000005", BARRED)]})
    assert decide(barred, Call("name:86:LOANSTAR", CALLED, NOW, "sms")).outcome == "allow"


def test_a_milder_measure_on_a_longer_prefix_leaves_the_harsher_one_of_the_range(make_list: MakeList) -> None:
    barred = Entry(0, 0, "M-2026-000005", BARRED)
    labelled = Entry(0, 0, "M-2026-000006", LABELLED)
    both = make_list(prefixes={"+86138": [barred], "+8613800": [labelled]})
    assert decide(both, Call(CALLER, CALLED, NOW)).measure == "M-2026-000005"


def test_a_range_whose_harsher_measure_has_ended_keeps_the_milder_one(make_list: MakeList) -> None:
    barred = Entry(0, int(NOW), "M-2026-000005", BARRED)
    labelled = Entry(0, 0, "M-2026-000006", LABELLED)
    both = make_list(prefixes={"+86138": [barred, labelled]})
    assert decide(both, Call(CALLER, CALLED, NOW)).outcome == "label"


def test_without_counters_a_limit_is_left_to_the_asker(make_list: MakeList) -> None:
    assert decide(make_list(entry(CALLER, LIMITED)), Call(CALLER, CALLED, NOW)).outcome == "limit"


def test_a_limited_number_is_blocked_over_its_limit_and_free_again_an_hour_later(make_list: MakeList) -> None:
    limited, counters = make_list(entry(CALLER, LIMITED)), Counters()
    outcomes = [decide(limited, Call(CALLER, CALLED, NOW + s), counters).outcome for s in (0, 1, 2)]
    assert outcomes == ["allow", "allow", "block"]
    assert decide(limited, Call(CALLER, CALLED, NOW + WINDOW_SECONDS), counters).outcome == "allow"


def test_a_longer_number_does_not_borrow_the_exemption_of_a_short_one(make_list: MakeList) -> None:
    longer = "short:86:951101234"
    assert decide(make_list(entry(longer, BARRED)), Call(longer, CALLED, NOW)).outcome == "block"


exempt = st.sampled_from(["short:86:110", "short:86:95110", "short:86:9511"])
anyone = st.one_of(exempt, st.from_regex(r"\+861[3-9][0-9]{9}", fullmatch=True))


@given(st.data())
def test_no_exempt_number_is_ever_blocked_as_caller_or_called(data: st.DataObject) -> None:
    callers = data.draw(st.lists(anyone, min_size=1, max_size=6))
    grounds = st.sampled_from([BARRED, LABELLED, LIMITED])
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "control.list"
        list_file.write(
            target,
            header=HEADER,
            entries=[entry(caller, data.draw(grounds)) for caller in callers],
            prefixes={c[:6]: [Entry(0, 0, "M-2026-000001", BARRED)] for c in callers},
            sign=lambda digest: bytes(64),
        )
        opened, counters = ControlList(target), Counters()
        for caller in callers:
            for call in (Call(caller, data.draw(exempt), NOW), Call(data.draw(exempt), caller, NOW)):
                assert decide(opened, call, counters).outcome == "allow"
        opened.close()
