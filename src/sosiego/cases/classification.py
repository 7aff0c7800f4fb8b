"""Reading the text of reported messages with the classifier, once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from sosiego import home
from sosiego.detection.text import Classifier
from sosiego.intake import queries as intake
from sosiego.intake import services as intake_services

# Texts classified and recorded as one act; the classifier is fastest on a few thousand at a time.
TEXTS_PER_CHUNK = 2_000


@dataclass(frozen=True)
class ClassificationTotals:
    """What the classifier read."""

    read: int
    abstained: int
    model: str


def classify_reports(
    at: datetime, progress: Callable[[int], None] | None = None, classifier: Classifier | None = None
) -> ClassificationTotals:
    """Give each report with a text the classifier's category and probability. A chunk is one transaction.

    Uses the model that the user trained, if there is one in the home, else the starter model.
    """
    reader = classifier or Classifier.load(_own_model())
    read = abstained = 0
    while reports := intake.unclassified_reports(TEXTS_PER_CHUNK):
        verdicts = reader.classify([text for _, text in reports], spans=False)
        with transaction.atomic():
            intake_services.record_content(
                (report, "" if verdict.abstained else verdict.category, verdict.probability, reader.id)
                for (report, _), verdict in zip(reports, verdicts, strict=True)
            )
        read += len(reports)
        abstained += sum(verdict.abstained for verdict in verdicts)
        if progress is not None:
            progress(len(reports))
    return ClassificationTotals(read, abstained, reader.id)


def _own_model() -> Path | None:
    """The model that the user put into the home, if there is one."""
    model = home.current().models / "content.model"
    return model if model.exists() else None
