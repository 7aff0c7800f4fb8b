"""Looking at the rows that were set aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sosiego import keys
from sosiego.intake import queries
from sosiego.intake.models import ImportedFile, SetAside
from sosiego.ledger.services import record_look


@transaction.atomic
def reveal_set_aside(file: ImportedFile, *, actor: str, at: datetime) -> list[tuple[SetAside, bytes]]:
    """The rows of a file that were set aside, each as it stood in the file; the look is written down.

    They may hold the numbers of people who reported or were called.
    """
    record_look(actor, f"set-aside:{file.sha256[:40]}", "import set-aside", at)
    unseal = keys.sealing().decrypt
    return [(row, unseal(bytes(row.sealed_raw))) for row in queries.rows_set_aside(file)]
