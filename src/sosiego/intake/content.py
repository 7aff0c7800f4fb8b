"""Writing down what a classifier said of the reported messages."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from sosiego.intake.models import Report
from sosiego.registry import bulk

# Rows of one round trip to the database.
BATCH = 5_000


@transaction.atomic
def record_content(verdicts: Iterable[tuple[int, str, float | None, str]]) -> int:
    """Record verdicts (report id, category, probability, model), over older ones; the number recorded.

    The category is "" if the classifier abstained: the model's name says that it was asked.
    """
    recorded = 0
    remaining = iter(verdicts)
    while batch := list(islice(remaining, BATCH)):
        rows = [(category, probability, model, report) for report, category, probability, model in batch]
        bulk.update(Report, ("content_category", "content_probability", "content_model"), rows)
        recorded += len(rows)
    return recorded
