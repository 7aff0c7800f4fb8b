"""Write the files of the tutorial's invented country beside this script.

Nobody here exists: no organisation, no person, no call. The numbers are spelled by the numbering plan of the
rule-book `cn`. Run again, it writes the same bytes; the tests hold that.

    python examples/first-quarter/make.py [FOLDER]
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
ZONE = ZoneInfo("Asia/Shanghai")
Row = Sequence[object]

BURST = "14300660001"  # calls eighty numbers, one after the other, within an hour
NAGGING = "14400550001"  # no traffic of it is known; five people reported it
HOSPITAL = "14200880001"  # calls much too, and may: it is registered for that
PORT = "10690200100"  # sends offers of loans
PLACES = (("Isla Mayor", "Puerto Alba"), ("Isla Mayor", "Cuatro Pinos"), ("Isla Menor", "Bahía Gris"))
OFFERS = (
    (
        "loan-marketing",
        "¡Préstamo inmediato de 5000 sin aval! Solicítelo hoy y reciba el dinero en una hora.",
    ),
    (
        "loan-marketing",
        "Crédito aprobado de 8000 sin papeleo. Responda SÍ y lo recibe hoy mismo en su cuenta.",
    ),
    ("loan-marketing", "Necesita dinero? Préstamo rápido, sin preguntas, interés bajo. Llame ahora."),
)


def registry() -> Iterator[tuple[str, Row, list[Row]]]:
    """File, header and rows of each table of the registry."""
    yield (
        "registry/organisations.csv",
        ("code", "kind", "name", "host", "industry", "licence", "since"),
        [
            (
                "instituto",
                "regulator",
                "Instituto de Telecomunicaciones (invented)",
                "",
                "",
                "",
                "2020-01-01",
            ),
            ("faro", "operator", "Faro Móvil (invented)", "", "", "OP-01", "2020-01-01"),
            ("marea", "operator", "Marea Telecom (invented)", "", "", "OP-02", "2020-01-01"),
            ("velero", "reseller", "Velero Móvil (invented)", "faro", "", "RV-01", "2023-05-01"),
            ("gaviota", "call-centre", "Centro Gaviota (invented)", "", "", "CC-01", "2024-02-01"),
            ("clinica-sol", "business", "Clínica del Sol (invented)", "", "health", "", "2021-03-01"),
            ("dinero-ya", "business", "Dinero Ya (invented)", "", "finance", "", "2025-11-01"),
        ],
    )
    yield (
        "registry/people.csv",
        ("organisation", "name", "position", "answerable_for", "since"),
        [
            ("instituto", "Marta Leiva", "Head of supervision", "nuisance calls", "2024-01-01"),
            ("faro", "Tomás Arce", "Head of network security", "nuisance calls", "2024-01-01"),
            ("marea", "Lucía Prado", "Head of network security", "nuisance calls", "2025-06-01"),
            ("gaviota", "Hugo Sanz", "Manager", "outgoing calls", "2024-02-01"),
        ],
    )
    yield (
        "registry/lines.csv",
        ("code", "kind", "operator", "holder", "since"),
        [("l-gaviota-1", "voice", "marea", "gaviota", "2024-02-01")],
    )
    yield (
        "registry/ranges.csv",
        ("prefix", "number_class", "holder", "operator", "region", "since"),
        [
            ("+861420", "mobile", "faro", "faro", "Isla Mayor", "2020-01-01"),
            ("+861430", "mobile", "marea", "marea", "Isla Menor", "2020-01-01"),
            ("+861440", "mobile", "velero", "faro", "Isla Mayor", "2023-05-01"),
            ("short:86:1069020", "sms-port", "marea", "marea", "", "2022-01-01"),
        ],
    )
    yield (
        "registry/numbers.csv",
        ("number", "holder", "operator", "line", "purpose", "since"),
        [
            (HOSPITAL, "clinica-sol", "faro", "", "hospital-recall", "2021-03-01"),
            (PORT, "dinero-ya", "marea", "", "marketing", "2025-11-01"),
            ("14300770001", "gaviota", "marea", "l-gaviota-1", "telemarketing", "2024-02-01"),
        ],
    )
    yield (
        "registry/contracts.csv",
        ("provider", "customer", "subject", "has_nuisance_clause", "since"),
        [
            ("marea", "gaviota", "voice line", "true", "2024-02-01"),
            ("marea", "dinero-ya", "message port", "false", "2025-11-01"),
        ],
    )
    yield (
        "registry/preferences.csv",
        ("number", "refuses_calls", "refuses_messages", "since"),
        [(person(place), "true", "false", "2026-01-15") for place in (3, 14, 27, 40)],
    )
    yield (
        "after-the-quarter/statistics.csv",
        ("organisation", "period", "users", "messages", "calls", "reported_on"),
        [
            ("faro", "2026Q2", 410_000, 61_000_000, 88_000_000, "2026-07-06"),
            ("marea", "2026Q2", 265_000, 140_000_000, 52_000_000, "2026-07-07"),
            ("velero", "2026Q2", 48_000, 3_100_000, 9_700_000, "2026-07-03"),
            ("faro", "2026Q3", 414_000, 60_000_000, 90_000_000, "2026-10-08"),
            ("marea", "2026Q3", 268_000, 151_000_000, 51_000_000, "2026-10-08"),
            ("velero", "2026Q3", 51_000, 3_300_000, 10_100_000, "2026-10-08"),
        ],
    )


def person(place: int) -> str:
    """The number of one of the people: most are with Faro, some with Marea, few with Velero."""
    block = ("1420", "1420", "1430", "1420", "1430", "1440")[place % 6]
    return f"{block}010{place:04d}"


def network(number: str) -> str:
    """Who serves a number."""
    return {"1420": "faro", "1430": "marea", "1440": "velero"}[number[:4]]


REPORT_COLUMNS = (
    "report_id",
    "medium",
    "number",
    "received_at",
    "occurred_at",
    "category",
    "subject",
    "text",
    "recorded_voice",
    "reporter",
    "region",
    "city",
    "network",
)


class Desk:
    """The reporting desk: it numbers what people say."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.rows: list[Row] = []

    def call(self, number: str, at: datetime, who: int, category: str, voice: str = "no") -> None:
        self._add("call", number, at, who, category, "", voice)

    def message(self, number: str, at: datetime, who: int, category: str, text: str) -> None:
        self._add("sms", number, at, who, category, text, "")

    def _add(
        self, medium: str, number: str, at: datetime, who: int, category: str, text: str, voice: str
    ) -> None:
        reporter = person(who)
        region, city = PLACES[who % 3]
        happened = at - timedelta(minutes=20 + who % 50)
        self.rows.append(
            (
                f"{self._prefix}-{len(self.rows) + 1:03d}",
                medium,
                number,
                at.isoformat(),
                happened.isoformat(),
                category,
                "",
                text,
                voice,
                reporter,
                region,
                city,
                network(reporter),
            )
        )


def moment(day: date, minute: int) -> datetime:
    """A moment of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(minutes=minute)


def sundry(desk: Desk, first: date, count: int, step: int) -> None:
    """Single reports of a quarter: each about another number, none of them enough for a finding."""
    kinds = (
        "insurance-marketing",
        "real-estate-marketing",
        "loan-marketing",
        "telecom-marketing",
        "silent-call",
        "fraud",
    )
    for place in range(count):
        day = first + timedelta(days=(place * step) % 76)
        at, who = moment(day, 540 + (place * 37) % 600), (place * 7) % 60
        category = kinds[place % len(kinds)]
        block = ("1430", "1420", "1430", "1440")[place % 4]
        if place % 3 == 2:
            desk.message(f"{block}044{place:04d}", at, who, category, OFFERS[place % len(OFFERS)][1])
        else:
            desk.call(f"{block}033{place:04d}", at, who, category, "yes" if place % 2 else "no")


def reports_of_the_quarter_before() -> list[Row]:
    """What the bulletin compares with."""
    desk = Desk("q2")
    sundry(desk, date(2026, 4, 6), 36, 5)
    for who in range(9):
        desk.message(PORT, moment(date(2026, 5, 4 + who), 700), who, *OFFERS[who % len(OFFERS)])
    return desk.rows


def reports() -> list[Row]:
    """The reports of the quarter, four of them spoiled on purpose, and one twice."""
    desk = Desk("q3")
    sundry(desk, date(2026, 7, 2), 48, 11)
    for who in range(11):
        day = date(2026, 9, 16) + timedelta(days=who % 7)
        desk.message(PORT, moment(day, 605 + 31 * who), 5 + 3 * who, *OFFERS[who % len(OFFERS)])
    for who in range(5):
        desk.call(
            NAGGING, moment(date(2026, 9, 15 + 2 * who), 1020), 4 + 9 * who, "insurance-marketing", "yes"
        )
    for who in range(4):
        desk.call(BURST, moment(date(2026, 9, 22), 640 + 25 * who), 2 + 5 * who, "over-frequency", "yes")
    desk.call(HOSPITAL, moment(date(2026, 9, 22), 900), 11, "unsorted")
    rows = [list(row) for row in desk.rows]
    rows[9][2] = "14200330"  # a number that lost its end
    rows[20][3] = "2026-08-19T11:40:00"  # a time of nobody knows where
    rows[31][5] = "telecom-marketting"  # a slip of the pen
    rows[44] = rows[44][:9]  # a row cut off
    return [*rows, rows[60]]


def traffic() -> list[Row]:
    """What the two operators' switches recorded on three days, three rows of it spoiled on purpose."""
    rows: list[list[object]] = []

    def record(caller: str, called: str, at: datetime, seconds: int) -> None:
        operator = network(caller).replace("velero", "faro")
        answered = "true" if seconds else "false"
        rows.append(
            [
                f"{operator}-{len(rows) + 1:04d}",
                operator,
                caller,
                called,
                at.isoformat(),
                seconds,
                answered,
                "call",
            ]
        )

    for place in range(60):  # people who know each other, and call back
        at = moment(date(2026, 9, 21 + place % 3), 480 + (place * 53) % 780)
        one, other = person(place), person(place + 1)
        record(*((one, other) if place % 2 else (other, one)), at, 30 + (place * 41) % 300)
    opens = moment(date(2026, 9, 22), 600)
    for place in range(80):  # number after number, hardly anybody stays on the line
        called = f"1420010{place + 100:04d}"
        record(BURST, called, opens + timedelta(seconds=43 * place), 4 + place % 5 if place % 4 == 0 else 0)
    for place in range(66):  # the hospital reminds its patients
        called = f"14{2 + place % 2}0020{(place * 389) % 10_000:04d}"
        record(
            HOSPITAL, called, moment(date(2026, 9, 22), 840) + timedelta(seconds=52 * place), 35 + place % 40
        )
    rows[25][3] = "1430"  # hardly a number
    rows[70][5] = -4
    rows[150][6] = "perhaps"
    return [list(row) for row in rows]


TRAFFIC_COLUMNS = ("record_id", "operator", "caller", "called", "start", "duration_s", "answered", "medium")


def as_csv(header: Row, rows: Iterable[Row]) -> bytes:
    """The table as it stands in a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def files() -> dict[str, bytes]:
    """Every file by its name."""
    made = {name: as_csv(header, rows) for name, header, rows in registry()}
    made["reports.csv"] = as_csv(REPORT_COLUMNS, reports())
    made["reports-2026Q2.csv"] = as_csv(REPORT_COLUMNS, reports_of_the_quarter_before())
    made["traffic.csv"] = as_csv(TRAFFIC_COLUMNS, traffic())
    return made


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, content in files().items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main()
