"""What the classifier says of the messages that a number was reported for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pyarrow as pa

from sosiego.cases import tables
from sosiego.intake import queries as intake

# The window of the content facts.
CONTENT_DAYS = 30

_VERDICTS = pa.schema([("number", pa.string()), ("category", pa.string()), ("probability", pa.float64())])

# Of categories given equally often the first by name, so that a rerun says the same.
_FACTS = """
SELECT number AS subject, category AS content_category, probability AS content_probability,
  class_id AS content_class
FROM (
  SELECT number, category, median(probability) AS probability,
    row_number() OVER (PARTITION BY number ORDER BY count(*) DESC, category) AS place
  FROM verdicts GROUP BY number, category
) LEFT JOIN classes USING (category)
WHERE place = 1
"""


def content_facts(at: datetime, classes: Mapping[str, str]) -> pa.Table:
    """`subject` and content facts of each number that was reported for messages the classifier sorted.

    `classes`: class of each category, by the rule-book's taxonomy; a category that it lacks has an unknown
    class.
    """
    rows = list(intake.content_verdicts(at - timedelta(days=CONTENT_DAYS), at))
    columns = zip(*rows, strict=True) if rows else [(), (), ()]
    verdicts = pa.table(
        [pa.array(values, kind) for values, kind in zip(columns, _VERDICTS.types, strict=True)],
        schema=_VERDICTS,
    )
    known = pa.table(
        {
            "category": pa.array(classes.keys(), pa.string()),
            "class_id": pa.array(classes.values(), pa.string()),
        }
    )
    with tables.asked(verdicts=verdicts, classes=known) as connection:
        return connection.execute(_FACTS).to_arrow_table()
