"""How the starter model does on real public messages, how a model of one's own does, and how fast both are.

    python benchmarks/text.py --data FOLDER

FOLDER holds en_uci.csv, zh_fbs_14class.csv and zh_marketing.csv (columns label,text; see docs). What is
shipped learns nothing from them. A fifth of each set, near-equal wordings together, is kept for asking.
The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sosiego.detection import measures, training
from sosiego.detection.examples import Example, read_examples
from sosiego.detection.normalise import normalise
from sosiego.detection.text import Classifier

# The sets' labels in the words of the starter model; what is not named here has no equal there.
FAKE_STATIONS = {
    "AD:Loan": "loan-marketing",
    "AD:Network_service": "telecom-marketing",
    "AD:Real_estate": "real-estate-marketing",
    "AD:Retail": "retail-marketing",
    "FR:Financial": "fraud",
    "FR:Other": "fraud",
    "FR:Phishing(Bank)": "fraud",
    "FR:Phishing(Other)": "fraud",
    "IL:Fake_ID_and_invoice": "false-papers",
    "IL:Gambling": "gambling",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, required=True)
    folder: Path = asked.parse_args().data
    sets = {
        name: read_examples(folder / f"{name}.csv") for name in ("en_uci", "zh_fbs_14class", "zh_marketing")
    }
    starter = Classifier.load()
    result: dict[str, Any] = {
        "starter": {
            "id": starter.id,
            "zh_fbs_14class": by_label(starter, sets["zh_fbs_14class"], FAKE_STATIONS),
            "en_uci": unwanted(starter, sets["en_uci"]),
            "zh_marketing": unwanted(starter, sets["zh_marketing"]),
        },
        "own": {name: own(examples) for name, examples in sets.items()},
    }
    texts = [example.text for examples in sets.values() for example in examples]
    for spans in (False, True):
        began = time.process_time()
        starter.classify(texts, spans=spans)
        key = "messages_per_cpu_second_with_spans" if spans else "messages_per_cpu_second"
        result[key] = round(len(texts) / (time.process_time() - began))
    print(json.dumps(result))


def by_label(judge: Classifier, examples: list[Example], names: Mapping[str, str]) -> dict[str, float]:
    """Over the messages whose label the model has: share answered, and how many answers are right."""
    known = [example for example in examples if example.label in names]
    verdicts = judge.classify([example.text for example in known], spans=False)
    truth = [names[example.label] for example in known]
    answered = [(v.category, true) for v, true in zip(verdicts, truth, strict=True) if not v.abstained]
    likeliest = [v.likeliest == true for v, true in zip(verdicts, truth, strict=True)]
    return {
        "messages": len(known),
        "accuracy": round(float(np.mean(likeliest)), 4),
        "abstained": round(1 - len(answered) / len(known), 4),
        "answered_accuracy": round(float(np.mean([said == true for said, true in answered])), 4),
    }


def unwanted(judge: Classifier, examples: list[Example]) -> dict[str, float]:
    """Over ham and spam: what is said of each. Of ham, any answer but "harmless" is a false alarm."""
    verdicts = judge.classify([example.text for example in examples], spans=False)
    found: dict[str, float] = {}
    for kind in ("spam", "ham"):
        of_kind = [v for v, example in zip(verdicts, examples, strict=True) if example.label == kind]
        found[f"{kind}_called_unwanted"] = round(
            np.mean([v.category not in ("", "harmless") for v in of_kind]), 4
        )
        found[f"{kind}_called_harmless"] = round(np.mean([v.category == "harmless" for v in of_kind]), 4)
        found[f"{kind}_abstained"] = round(np.mean([v.abstained for v in of_kind]), 4)
    return found


def own(examples: list[Example]) -> dict[str, Any]:
    """A model fitted on four fifths of a set and asked about the rest."""
    groups: dict[str, int] = {}
    for example in examples:
        groups.setdefault("".join(c for c in normalise(example.text) if c.isalpha())[:20], len(groups))
    fold = [
        groups["".join(c for c in normalise(example.text) if c.isalpha())[:20]] % 5 for example in examples
    ]
    learns = [example for example, place in zip(examples, fold, strict=True) if place]
    asked = [example for example, place in zip(examples, fold, strict=True) if not place]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.model"
        began = time.process_time()
        training.train(learns, path, training.Plan("own", "1", "2026-01-01"), {})
        seconds = time.process_time() - began
        judge = Classifier.load(path)
    likely, known = judge.probabilities([example.text for example in asked])
    silent = (likely.max(axis=1) < judge.card.abstain_below) | (known < judge.card.least_known)
    target = np.array([judge.labels.index(example.label) for example in asked])
    found = measures.measure(judge.labels, target, likely, silent)
    made: dict[str, Any] = {
        "accuracy": round(found.accuracy, 4),
        "macro_f1": round(found.macro_f1, 4),
        "calibration_error": round(found.calibration_error, 4),
        "abstained": round(found.abstained, 4),
        "training_cpu_seconds": round(seconds, 1),
    }
    if "spam" in judge.labels:
        place = judge.labels.index("spam")
        made["spam_recall_at_fpr"] = measures.recall_at_fpr(likely[:, place], target == place)
    return made


if __name__ == "__main__":
    main()
