"""Nobody's number is kept or told: neither of people who report nor of people who are called.

One caller goes all the way from the files to the bulletin and to a decision in the network. Then everything
that was written and said on the way is searched for the numbers of those whom he troubled, however they may
be spelled. The traffic archive is the one place that holds called numbers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import struct
import threading
import unicodedata
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
from django.conf import settings
from django.db import connection
from typer import Typer
from typer.testing import CliRunner

from sosiego import cli, clock, home, keys
from sosiego.cases import queries as cases
from sosiego.cases import services as cases_services
from sosiego.control.commands import current_list_file
from sosiego.control.server import Decider, make_server
from sosiego.intake import services as intake
from sosiego.registry.models import Measure
from sosiego.rules import loader
from tests.builders import (
    csv_file,
    number_range,
    organisation,
    report_cells,
    report_file,
    traffic_cells,
    traffic_file,
)

# National digits, so unlike all other numbers here that a hit can be nothing else.
CALLER = "13877654321"
REPORTERS = [f"139271828{tail:02d}" for tail in range(12)]
CALLED = [f"137314159{tail:02d}" for tail in range(60)]
ONLINE = "13616180339"
PROTECTED = [*REPORTERS, *CALLED, ONLINE]

DAY = "2026-08-04"
STORY_STOPS = datetime(2026, 10, 9, 4, tzinfo=UTC)


class Told:
    """Whatever commands and doors said."""

    def __init__(self, app: Typer) -> None:
        self._app = app
        self.said: list[str] = []

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        done = CliRunner().invoke(self._app, list(arguments))
        self.said += [done.output, done.stderr, str(done.exception or "")]
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if "--json" in arguments else done.stdout


# ---- the search


def spellings(national: str) -> list[bytes]:
    """A number as text is found by its digits; here is what else it could be."""
    forms = [national, f"86{national}", f"+86{national}"]
    plain = [form.encode() for form in forms]
    # A digest without a key is a number in disguise: eleven digits are soon tried.
    digests = [hashlib.new(name, form) for name in ("md5", "sha1", "sha256") for form in plain]
    disguised = [digest.hexdigest().encode() for digest in digests] + [digest.digest() for digest in digests]
    packed = [struct.pack(order, int(form)) for order in ("<q", ">q") for form in forms[:2]]
    return [national.encode(), national[::-1].encode(), *disguised, *packed]


_SPELLINGS = {form: number for number in PROTECTED for form in spellings(number)}
# Every spelling has eight signs or more: whoever looks at the first eight as one number sees them at once.
_HEADS = np.unique(np.frombuffer(b"".join(form[:8] for form in _SPELLINGS), "<u8"))
_BY_HEAD: dict[bytes, list[bytes]] = {}
for _form in _SPELLINGS:
    _BY_HEAD.setdefault(_form[:8], []).append(_form)
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015/_]+")


def found_in(content: bytes | str) -> set[str]:
    """The protected numbers that stand in some content, as they are or with anything between the digits."""
    raw = content.encode() if isinstance(content, str) else content
    text = unicodedata.normalize("NFKC", raw.decode("utf-8", errors="replace"))
    joined = _BETWEEN.sub("", text).encode()
    return {_SPELLINGS[hit] for form in (raw, joined) for hit in _hits(form)}


def _hits(content: bytes) -> Iterator[bytes]:
    """The spellings in some content, wherever they begin."""
    for offset in range(min(8, len(content) - 7)):
        words = np.frombuffer(content, "<u8", count=(len(content) - offset) // 8, offset=offset)
        near = np.searchsorted(_HEADS, words).clip(max=len(_HEADS) - 1)
        for place in np.flatnonzero(_HEADS[near] == words) * 8 + offset:
            head = content[place : place + 8]
            yield from (form for form in _BY_HEAD[head] if content.startswith(form, place))


def rows_of_database() -> Iterator[tuple[str, bytes]]:
    """Each value of each column of each table, the framework's own tables too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    is_bytes = isinstance(value, bytes | memoryview)
                    yield f"{table}.{column}", bytes(value) if is_bytes else str(value).encode()


def files_of_home() -> Iterator[tuple[str, bytes]]:
    root = home.current().root
    for file in sorted(root.rglob("*")):
        if not file.is_file() or file.is_relative_to(home.current().archive):
            continue
        yield str(file.relative_to(root)), file.name.encode() + b"\n" + file.read_bytes()
        if file.suffix == ".parquet":
            yield str(file.relative_to(root)), str(pyarrow.parquet.read_table(file).to_pydict()).encode()


# ---- the way of one caller


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setenv("SOSIEGO_HOME", str(tmp_path / "home"))
    clock.stop_at(STORY_STOPS)
    for name in ("desk", "norte"):
        organisation(name, "regulator" if name == "desk" else "operator")
    number_range("+861387", organisation("norte"), number_class="mobile")
    return Told(cli.build())


def bring_reports(told: Told, folder: Path) -> None:
    good = [
        report_cells(
            str(number),
            number=CALLER,
            reporter=reporter,
            received_at=f"{DAY}T18:{number:02d}:00+08:00",
            occurred_at=f"{DAY}T17:30:00+08:00",
            category="loan-marketing",
        )
        for number, reporter in enumerate(REPORTERS)
    ]
    bad = [
        # A number where a time, a medium, the caller should stand; a row that is cut; one that is torn.
        report_cells("90", number=CALLER, received_at=REPORTERS[0]),
        report_cells("91", number=CALLER, medium=REPORTERS[1], reporter=REPORTERS[1]),
        report_cells("92", number=f"{REPORTERS[2]}x9", reporter=REPORTERS[2]),
        report_cells("93", number=CALLER, recorded_voice=REPORTERS[4], reporter=REPORTERS[4]),
        (REPORTERS[3], "call"),
    ]
    file = report_file(folder / "reports.csv", *good, *bad)
    totals = told("import", "reports", str(file), "--json")
    assert (totals["added"], totals["set_aside"]) == (12, 5)
    told("import", "reports", str(file))
    report = intake.receive_report(
        medium="call",
        channel="web",
        number_raw=CALLER,
        occurred_at=None,
        category="loan-marketing",
        text="Every day the same offer.",
        recorded_voice=None,
        contact=f"{ONLINE[:3]} {ONLINE[3:7]} {ONLINE[7:]}",
        region="",
        network="",
        at=datetime(2026, 8, 4, 10, tzinfo=UTC),
    )
    assert report.reporter


def bring_traffic(told: Told, folder: Path) -> None:
    begin = datetime(2026, 8, 4, 2, tzinfo=UTC)
    one_after_another = [
        traffic_cells(
            str(n), caller=CALLER, called=called, start=(begin + timedelta(seconds=20 * n)).isoformat()
        )
        for n, called in enumerate(CALLED)
    ]
    bombing = [
        traffic_cells(
            f"b{n}",
            caller=CALLER,
            called=CALLED[0],
            start=(begin + timedelta(hours=2, seconds=40 * n)).isoformat(),
        )
        for n in range(60)
    ]
    bad = [
        traffic_cells("90", caller=CALLER, called=f"{CALLED[1]}77"),
        traffic_cells("91", caller=CALLER, called=CALLED[2], start=CALLED[2]),
        traffic_cells("92", caller=CALLER, called=CALLED[3], duration_s=CALLED[3]),
    ]
    file = traffic_file(folder / "traffic.csv", *one_after_another, *bombing, *bad)
    totals = told("import", "traffic", str(file), "--operator", "norte", "--json")
    assert (totals["added"], totals["set_aside"]) == (120, 3)
    told("import", "traffic", str(file), "--operator", "norte")


def bring_wishes(told: Told, folder: Path) -> None:
    rows = [[number, "yes", "", "2026-01-01", ""] for number in CALLED[:5]]
    slipped = [[f"{CALLED[6]}x", "yes", "", "2026-01-01", ""], ["13800000001", CALLED[7], "", CALLED[8], ""]]
    header = ("number", "refuses_calls", "refuses_messages", "since", "until")
    file = csv_file(folder / "preferences.csv", header, *rows, *slipped)
    assert told("import", "registry", str(file), "--json")["set_aside"] == 2
    told("registry", "refuse", CALLED[9])


def judge(told: Told) -> None:
    told("cycle", "--day", DAY, "--json")
    (order,) = cases.orders(at=clock.now())[:1]
    cases_services.answer_order(
        order,
        outcome="confirmed",
        text="Confirmed.",
        actor="organisation:norte",
        at=clock.now(),
        book=loader.load(settings.RULEBOOK),
    )
    told("case", "list", "--json")
    told("oversight", "compute", "--period", "2026Q3", "--json")


def publish(told: Told) -> None:
    for kind in ("list", "bulletin"):
        told("publish", kind, "--period", "2026Q3", "--json")
    told("publish", "show")


def ask_network(told: Told) -> None:
    told("control", "compile", "--json")
    told("control", "decide", "--caller", CALLER, "--called", CALLED[0], "--json")
    decider = Decider(current_list_file(), loader.load(settings.RULEBOOK).numbering)
    server = make_server("127.0.0.1", 0, decider)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        for question in (f"caller={CALLER}&called={CALLED[0]}", f"caller=x%C3%97&called={CALLED[1]}"):
            try:
                with urllib.request.urlopen(f"{base}/decide?{question}", timeout=5) as answer:
                    told.said.append(answer.read().decode())
            except urllib.error.HTTPError as refused:
                told.said.append(refused.read().decode())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# ---- the proof


@pytest.mark.slow
@pytest.mark.django_db
def test_no_number_of_a_reporter_or_of_somebody_called_is_kept_or_told(
    told: Told, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    bring_wishes(told, tmp_path)
    bring_reports(told, tmp_path)
    bring_traffic(told, tmp_path)
    judge(told)
    ask_network(told)
    publish(told)
    told("import", "files")
    told("ledger", "list")
    told("ledger", "verify")

    # The story took place: there is a measure against the caller, and the archive has the calls.
    assert Measure.objects.filter(target=f"+86{CALLER}").exists()
    archived = pyarrow.parquet.read_table(home.current().archive)["called"].to_pylist()
    assert int(f"86{CALLED[0]}") in archived
    assert any(CALLER.encode() in content for _, content in rows_of_database())

    said = {
        "commands and doors": "\n".join(told.said),
        "log": caplog.text,
        "output": "".join(capfd.readouterr()),
    }
    for place, content in (*rows_of_database(), *files_of_home(), *said.items()):
        assert found_in(content) == set(), f"a protected number stands in {place}"


@pytest.mark.parametrize(
    "spelled",
    [
        "+8613731415900",
        "0086 137 3141 5900",
        "137-3141-5900",
        "１３７３１４１５９００",
        '{"key": 8613731415900}',
    ],
)
def test_the_search_finds_a_number_however_it_is_spelled(spelled: str) -> None:
    assert found_in(f"…{spelled}…") == {"13731415900"}


def test_the_search_finds_a_packed_key_and_a_digest_without_a_key() -> None:
    assert found_in(struct.pack("<q", 8613731415900)) == {"13731415900"}
    assert found_in(hashlib.sha256(b"+8613731415900").hexdigest()) == {"13731415900"}
    assert found_in(keys.pseudonym(b"a key", "+8613731415900")) == set()
