"""What rules cost: loading a book, deciding and explaining one case, reading one number. Last line: JSON.

The reference run is a bare loop over the same calls' cheapest part, in the same process, so that the ratios
mean the same on any machine.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sosiego.rules import loader
from sosiego.rules.commands import explain
from sosiego.rules.conditions import Condition
from sosiego.rules.place import Place
from sosiego.rules.vocabulary import caller_facts

ROUNDS = 100_000
FEW = 100
CONDITION = "calls_per_hour_max > 60 AND reciprocity < 0.05 AND NOT is_exempt"
FACTS = {"calls_per_hour_max": 84, "reciprocity": 0.01, "is_exempt": False}


def seconds(call: Callable[[], object], rounds: int) -> float:
    """CPU seconds of one call."""
    started = time.process_time()
    for _ in range(rounds):
        call()
    return (time.process_time() - started) / rounds


def load_anew() -> object:
    loader._load.cache_clear()
    return loader.load("cn")


def explain_command(facts: Path) -> None:
    """What `sosiego rules explain cn over-frequency --facts FILE` does once Python has started."""
    with contextlib.redirect_stdout(io.StringIO()):
        explain("cn", "over-frequency", facts, "2026-09-30", True)


def main() -> None:
    plan = loader.load("cn").numbering
    condition = Condition.parse(CONDITION, caller_facts(), Place("benchmark", 1, 1))
    reference = seconds(lambda: FACTS["calls_per_hour_max"] > 60 and FACTS["reciprocity"] < 0.05, ROUNDS)
    decide = seconds(lambda: condition.evaluate(FACTS), ROUNDS)
    explanation = seconds(lambda: condition.explain(FACTS), ROUNDS // 10)
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.yaml"
        facts.write_text("calls_per_hour_max: 84\nreciprocity: 0.01\nis_exempt: false\n")
        command = seconds(lambda: explain_command(facts), FEW)
    parse = seconds(lambda: plan.parse("+8613812345678"), ROUNDS)
    result = {
        "load_cn_s": round(seconds(load_anew, 3), 3),
        "decide_us": round(decide * 1e6, 2),
        "decide_over_plain_python": round(decide / reference, 1),
        "explain_us": round(explanation * 1e6, 2),
        "explain_over_plain_python": round(explanation / reference, 1),
        "explain_command_ms": round(command * 1e3, 2),
        "parse_us": round(parse * 1e6, 2),
        "parse_over_plain_python": round(parse / reference, 1),
    }
    for name, value in result.items():
        print(f"{name:26} {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
