"""A quarter made by hand: enough of everything to see every table, chart and guard of a publication."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sosiego.publication.counts import (
    AppealCounts,
    Counts,
    Enterprise,
    IndicatorLine,
    MeasureCounts,
    OrderCounts,
    ReportCounts,
    SanctionLine,
    ScorecardLine,
    SupervisionCounts,
    TracebackCounts,
    Voice,
)
from sosiego.publication.labels import IndicatorWords, Words
from sosiego.publication.snapshot import Frame, Snapshot, compose

ENTERPRISES = {
    one.code: one
    for one in (
        Enterprise("north", "Northern Mobile 北方移动", "operator", 61_400_000, 8_900_000_000),
        Enterprise("river", "River Telecom 江河电信", "operator", 33_200_000, 4_100_000_000),
        Enterprise("union", "Union Networks 联合网络", "operator", 28_750_000, 3_650_000_000),
        Enterprise("heron", "Heron Connect 白鹭通信", "reseller", 2_140_000, 212_000_000),
        Enterprise("maple", "Maple Mobile 枫叶移动", "reseller", 880_000, 74_000_000),
        Enterprise("tiny", "Tiny SIM 小小卡", "reseller", 41_000, 3_900_000),
        Enterprise("credit-now", "Credit Now Ltd 立刻贷", "business"),
        Enterprise("bright-school", "Bright School 明亮教育", "business"),
        Enterprise("dial-house", "Dial House 拨号之家", "call-centre"),
    )
}

CATEGORIES = {
    # id: (class, industry, es, en, zh, messages, calls)
    "loan-marketing": ("commercial", "finance", "Préstamos", "Loans", "贷款理财", 9_214, 5_120),
    "estate-marketing": ("commercial", "estate", "Inmobiliario", "Real estate", "房地产", 2_205, 6_480),
    "retail-marketing": ("commercial", "retail", "Comercio", "Retail", "零售", 3_020, 904),
    "education-marketing": ("commercial", "education", "Formación", "Education", "教育培训", 410, 2_377),
    "debt-collection": (
        "malicious",
        "",
        "Cobro abusivo",
        "Abusive debt collection",
        "违规催收",
        5_836,
        1_944,
    ),
    "call-bombing": ("malicious", "", "Bombardeo de llamadas", "Call bombing", "呼死你", 0, 1_083),
    "gambling": ("illegal", "", "Juego ilegal", "Illegal gambling", "网络赌博", 2_951, 12),
    "fraud": ("illegal", "", "Presunta estafa", "Suspected fraud", "涉嫌诈骗", 1_733, 3_391),
    "unsorted": ("other", "", "", "", "", 77, 3),
}
INDUSTRIES = {
    "finance": {"es": "Finanzas", "en": "Finance", "zh": "金融"},
    "estate": {"es": "Inmobiliario", "en": "Real estate", "zh": "房地产"},
    "retail": {"es": "Comercio minorista", "en": "Retail", "zh": "零售"},
    "education": {"es": "Educación", "en": "Education", "zh": "教育"},
}
REGIONS = (
    "Alder",
    "Brook",
    "Cedar",
    "Delta",
    "Elm",
    "Forest",
    "Glen",
    "Harbour",
    "Isle",
    "Juniper",
    "Knoll",
    "Lea",
)


def words() -> Words:
    def rate(es: str, en: str, zh: str, per: int) -> IndicatorWords:
        return IndicatorWords(
            name={"es": es, "en": en, "zh": zh},
            explanation={
                "es": "Denuncias de la empresa entre su denominador.",
                "en": "Reports about the enterprise over its denominator.",
                "zh": "对企业的举报量除以相应分母。",
            },
            unit={"es": "denuncias", "en": "reports", "zh": "件"},
            kind="rate",
            per=per,
            target=20.0,
            direction="lower is better",
        )

    return Words(
        categories={
            code: {"es": es, "en": en, "zh": zh}
            for code, (_, _, es, en, zh, _, _) in CATEGORIES.items()
            if en
        },
        class_of={code: values[0] for code, values in CATEGORIES.items()},
        industry_of={code: values[1] for code, values in CATEGORIES.items()},
        industries=INDUSTRIES,
        criteria={
            "burst-caller": {"es": "Llamadas en ráfaga", "en": "Burst of calls", "zh": "高频呼叫"},
            "sequential-dialler": {
                "es": "Marcación secuencial",
                "en": "Sequential dialling",
                "zh": "顺序拨号",
            },
            "port-spam": {"es": "Spam por puerto SMS", "en": "SMS port spam", "zh": "端口垃圾短信"},
        },
        violations={
            "late-handling": {"es": "Tramitación tardía", "en": "Late handling", "zh": "超时处置"},
            "port-abuse": {"es": "Abuso de puerto SMS", "en": "Abuse of an SMS port", "zh": "端口滥用"},
        },
        grades={grade: {"es": grade, "en": grade, "zh": grade} for grade in ("A", "B", "C", "D")},
        indicators={
            "call_reports_per_million_users": rate(
                "Denuncias de llamadas por millón de usuarios",
                "Call reports per million users",
                "百万用户骚扰电话举报量",
                1_000_000,
            ),
            "sms_reports_per_hundred_million_messages": rate(
                "Denuncias de SMS por cien millones de mensajes",
                "SMS reports per hundred million messages",
                "亿条短信举报量",
                100_000_000,
            ),
            "handled_in_time": IndicatorWords(
                name={"es": "Tramitado a tiempo", "en": "Handled in time", "zh": "按时处置率"},
                explanation={
                    "es": "Órdenes respondidas en plazo entre órdenes vencidas.",
                    "en": "Orders answered in time over orders due.",
                    "zh": "按时答复的工单除以到期工单。",
                },
                unit={"es": "", "en": "", "zh": ""},
                kind="share",
                per=1,
                target=0.98,
                direction="higher is better",
            ),
        },
    )


def _spread(whole: int, weights: dict[str, int]) -> dict[str, int]:
    """Cut a whole in the proportion of the weights, to the last one."""
    total, left = sum(weights.values()), whole
    made = {}
    for key, weight in weights.items():
        made[key] = whole * weight // total
        left -= made[key]
    made[next(iter(weights))] += left
    return made


def report_counts(scale: float, first: date, days: int) -> ReportCounts:
    """A period like the sample's, `scale` times as large."""
    messages = {code: round(values[5] * scale) for code, values in CATEGORIES.items()}
    calls = {code: round(values[6] * scale) for code, values in CATEGORIES.items()}
    sms, call = sum(messages.values()), sum(calls.values())
    channels = _spread(sms, {"port": 493, "p2p": 265, "other": 242})
    ports = {"north": 520, "river": 210, "union": 180, "heron": 60, "maple": 30}
    people = {"north": 430, "river": 200, "union": 170, "heron": 150, "maple": 48, "": 2}
    sources: dict[tuple[str, str, str], int] = {}
    sources |= {("sms", "port", code): count for code, count in _spread(channels["port"], ports).items()}
    sources |= {("sms", "p2p", code): count for code, count in _spread(channels["p2p"], people).items()}
    sources |= {("sms", "other", ""): channels["other"]}
    sources |= {("call", "p2p", code): count for code, count in _spread(call - 3, people).items()}
    # Three people reported the smallest reseller: a count that may not be printed.
    sources |= {("call", "p2p", "tiny"): 3}
    regions = {region: 40 - 3 * place for place, region in enumerate(REGIONS)}
    recorded = call * 44 // 100
    by_day: Counter[tuple[str, date]] = Counter()
    for medium, whole in (("sms", sms), ("call", call)):
        weights = {
            str(day): 90 + (day * (7 if medium == "sms" else 11)) % 37 + day // 3 for day in range(days)
        }
        for day, count in _spread(whole, weights).items():
            by_day[medium, first + timedelta(days=int(day))] += count
    return ReportCounts(
        by_medium={"sms": Voice(sms), "call": Voice(call, recorded, call * 9 // 10)},
        by_source=sources,
        by_category={("sms", code): count for code, count in messages.items() if count}
        | {("call", code): count for code, count in calls.items() if count},
        by_region={("sms", region): Voice(count) for region, count in _spread(sms, regions).items()}
        | {
            ("call", region): Voice(count, count * (30 + place * 3) // 100, count * 9 // 10)
            for place, (region, count) in enumerate(_spread(call, regions).items())
        },
        by_segment={
            ("sms", segment): count
            for segment, count in _spread(
                sms,
                {"1069 05** ****": 240, "10086": 210, "1065 57** ****": 160, "170 **** ****": 150,
                 "1068 12** ****": 90, "165 **** ****": 70, "138 **** ****": 50, "95588": 30},
            ).items()
        }
        | {
            ("call", segment): count
            for segment, count in _spread(
                call, {"170 **** ****": 300, "9501**": 260, "165 **** ****": 180,
                       "400 *** ****": 140, "138 **** ****": 120}
            ).items()
        },
        by_day=by_day,
        by_port_holder={
            "credit-now": channels["port"] // 2, "bright-school": channels["port"] // 5, "dial-house": 2
        },
    )  # fmt: skip


def _indicators() -> tuple[IndicatorLine, ...]:
    rows = (
        ("north", 9_160, 61_400_000, "good"),
        ("river", 4_261, 33_200_000, "good"),
        ("union", 3_622, 28_750_000, "warning"),
        ("heron", 3_196, 2_140_000, "critical"),
        ("maple", 1_023, 880_000, "critical"),
        ("tiny", 3, 41_000, "unknown"),
    )
    made = []
    for code, numerator, denominator, standing in rows:
        value = numerator / denominator * 1e6
        slack = 2 * value / numerator**0.5
        made.append(
            IndicatorLine(
                code,
                "call_reports_per_million_users",
                numerator,
                denominator,
                value,
                value - slack,
                value + slack,
                standing,
            )
        )
    for code, in_time, due, low, high, standing in (
        ("north", 412, 415, 0.979, 0.998, "good"),
        ("river", 240, 251, 0.923, 0.975, "warning"),
        ("union", 201, 204, 0.958, 0.995, "good"),
        ("heron", 77, 121, 0.548, 0.717, "critical"),
        ("maple", 40, 52, 0.639, 0.863, "critical"),
    ):
        made.append(IndicatorLine(code, "handled_in_time", in_time, due, in_time / due, low, high, standing))
    return tuple(made)


SUPERVISION = SupervisionCounts(
    orders=(
        OrderCounts("north", 415, 412, 2, 1),
        OrderCounts("river", 251, 240, 9, 2),
        OrderCounts("union", 204, 201, 3, 0),
        OrderCounts("heron", 121, 77, 20, 24),
        OrderCounts("maple", 52, 40, 6, 6),
    ),
    findings={"burst-caller": 512, "sequential-dialler": 281, "port-spam": 250},
    measures=(
        MeasureCounts("label", 310, 310, 4, 1, 120),
        MeasureCounts("limit", 402, 402, 11, 3, 96),
        MeasureCounts("bar-outgoing", 264, 0, 9, 2, 201),
        MeasureCounts("freeze-allocation", 1, 0, 0, 0, 1),
    ),
    appeals=AppealCounts(filed=38, decided=33, upheld=6, open=5),
    tracebacks=(TracebackCounts("river", 14, 14), TracebackCounts("heron", 9, 5)),
    violations={"late-handling": 2, "port-abuse": 1},
    sanctions=(
        SanctionLine(
            "heron",
            "late-handling",
            {"es": "Sin nueva numeración, 90 días", "en": "No new numbers, 90 days", "zh": "暂停新增码号"},
            date(2026, 9, 18),
        ),
        SanctionLine(
            "credit-now",
            "port-abuse",
            {"es": "Apercibimiento público", "en": "Public warning", "zh": "通报批评"},
            date(2026, 9, 3),
        ),
    ),
    indicators=_indicators(),
    scorecards=(
        ScorecardLine("north", 92.4, "A"),
        ScorecardLine("union", 86.0, "B"),
        ScorecardLine("river", 81.5, "B"),
        ScorecardLine("maple", 55.2, "C"),
        ScorecardLine("heron", 41.8, "D"),
        ScorecardLine("tiny", None, ""),
    ),
)  # fmt: skip


def counts() -> Counts:
    return Counts(
        now=report_counts(1.0, date(2026, 7, 1), 92),
        before=report_counts(0.847, date(2026, 4, 1), 91),
        last_year=report_counts(1.31, date(2025, 7, 1), 92),
        enterprises=ENTERPRISES,
        supervision=SUPERVISION,
    )


def frame(kind: str, *, simulated: bool = True) -> Frame:
    return Frame(
        kind=kind,
        period="2026Q3",
        period_kind="quarter",
        first=date(2026, 7, 1),
        after=date(2026, 10, 1),
        made_at=datetime(2026, 10, 9, 2, 30, tzinfo=UTC),
        time_zone="Asia/Shanghai",
        rulebook="cn",
        rulebook_digest="3f" * 32,
        jurisdiction={"es": "China", "en": "China", "zh": "中国"},
        languages=("es", "en", "zh"),
        simulated=simulated,
        smallest_count=5,
        signatures=2,
    )


def snapshot(kind: str = "bulletin", *, simulated: bool = True) -> Snapshot:
    return compose(frame(kind, simulated=simulated), counts(), words())


def day_without_registry() -> Snapshot:
    """One day of calls with subjects, states and robocall marks, and nobody known to hold the numbers."""
    subjects = {
        "Reducing your debt": Voice(1_700, 1_400, 1_620),
        "Calls pretending to be government": Voice(1_210, 600, 1_150),
        "Warranties & protection plans": Voice(1_122, 701, 1_010),
        "No Subject Provided": Voice(2_801, 0, 0),
        "Lotteries": Voice(2, 1, 2),
    }
    states = {
        "California": Voice(1_500, 700, 1_350),
        "Texas": Voice(1_004, 480, 960),
        "Ohio": Voice(980, 500, 930),
    }
    states["Florida"] = Voice(sum(v.reports for v in subjects.values()) - 3_484, 1_022, 1_200)
    total = Voice(
        sum(v.reports for v in subjects.values()),
        sum(v.recorded for v in subjects.values()),
        sum(v.known for v in subjects.values()),
    )
    now = ReportCounts(
        by_medium={"call": total},
        by_source={("call", "other", ""): total.reports},
        by_category={("call", "unsorted"): total.reports},
        by_region={("call", state): voice for state, voice in states.items()},
        by_subject={("call", subject): voice for subject, voice in subjects.items()},
        by_segment={("call", "+1 470"): 300, ("call", "+1 217"): 250, ("call", ""): total.reports - 550},
        by_day={("call", date(2021, 7, 8)): total.reports},
    )
    nothing = ReportCounts(by_medium={}, by_source={}, by_category={})
    day = Frame(
        kind="list",
        period="2021-07-08",
        period_kind="day",
        first=date(2021, 7, 8),
        after=date(2021, 7, 9),
        made_at=datetime(2021, 7, 12, tzinfo=UTC),
        time_zone="America/New_York",
        rulebook="cn",
        rulebook_digest="3f" * 32,
        jurisdiction={"es": "China", "en": "China", "zh": "中国"},
        languages=("es", "en", "zh"),
        simulated=False,
        smallest_count=5,
        signatures=2,
    )
    return compose(day, Counts(now, nothing, nothing, {}), Words())
