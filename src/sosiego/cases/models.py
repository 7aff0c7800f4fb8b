"""What was found and what happened next. A case's state is read off its events; no row is ever changed."""

from __future__ import annotations

from django.db import models

from sosiego.registry.models import Measure, Organisation


class Case(models.Model):
    """Everything about one caller or sender from its first finding until it is closed."""

    reference = models.CharField(max_length=30, unique=True)  # "C-2026-000123"
    subject = models.CharField(max_length=60, db_index=True)  # canonical number or sender name
    opened_at = models.DateTimeField()
    holder = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="cases")
    operator = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="cases_served"
    )

    def __str__(self) -> str:
        return self.reference


class Finding(models.Model):
    """What one rule said of one subject at one time, with everything it rested on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    at = models.DateTimeField(db_index=True)
    rulebook = models.CharField(max_length=40)
    rule = models.CharField(max_length=80, db_index=True)
    version = models.DateField()
    category = models.CharField(max_length=60)
    # The facts used, by name, as they were.
    facts = models.JSONField()
    # [{"text": "calls_per_hour_max > 60", "value": {"calls_per_hour_max": 84}, "held": true}, …]
    clauses = models.JSONField()
    # {"reports": [references], "window": [from, to], "traffic": [digests of archive files], "model": …}
    evidence = models.JSONField()
    ledger_index = models.BigIntegerField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # A cycle that is run again for the same day finds the same thing once.
            models.UniqueConstraint(fields=["case", "rule"], name="one_finding_per_rule_and_case"),
        )

    def __str__(self) -> str:
        return f"{self.rule} in {self.case_id}"


class WorkOrder(models.Model):
    """A finding sent to whoever must act, with a deadline."""

    reference = models.CharField(max_length=30, unique=True)  # "O-2026-000123"
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="orders")
    addressee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    # Deadline id of the rule-book, e.g. "verify-and-treat".
    step = models.CharField(max_length=60)
    issued_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.reference


class Traceback(models.Model):
    """The question, hop by hop, of who let a call into the network."""

    reference = models.CharField(max_length=30, unique=True)  # "T-2026-000123"
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="tracebacks")
    subject = models.CharField(max_length=60)
    call_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class TracebackHop(models.Model):
    """One operator asked. Its answer is an event."""

    traceback = models.ForeignKey(Traceback, on_delete=models.PROTECT, related_name="hops")
    order = models.PositiveSmallIntegerField()
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="traceback_hops")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["traceback", "order"], name="one_hop_per_place"),
        )

    def __str__(self) -> str:
        return f"{self.traceback_id} hop {self.order}"


class Appeal(models.Model):
    """A holder or citizen says that a measure is wrong."""

    reference = models.CharField(max_length=30, unique=True)  # "A-2026-000123"
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="appeals")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField()
    sealed_contact = models.BinaryField(null=True)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Event(models.Model):
    """One thing that happened in a case. Rows are added, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        FOUND = "found"
        ORDER_ISSUED = "order-issued"
        ORDER_ANSWERED = "order-answered"  # data: outcome confirmed | not-confirmed | not-ours, text
        ORDER_OVERDUE = "order-overdue"
        REPORTER_ASKED = "reporter-asked"  # data: question; an order waits
        REPORTER_ANSWERED = "reporter-answered"  # data: answer
        APPELLANT_ASKED = "appellant-asked"  # data: question; an appeal waits
        APPELLANT_ANSWERED = "appellant-answered"  # data: answer
        MEASURE_IN_FORCE = "measure-in-force"
        MEASURE_LIFTED = "measure-lifted"
        MEASURE_ENDED = "measure-ended"
        TRACEBACK_ASKED = "traceback-asked"
        TRACEBACK_ANSWERED = "traceback-answered"  # data: previous operator, or origin
        TRACEBACK_OVERDUE = "traceback-overdue"
        APPEALED = "appealed"
        APPEAL_DECIDED = "appeal-decided"  # data: upheld true | false, reason
        NOTE = "note"
        CLOSED = "closed"  # data: outcome
        REOPENED = "reopened"

    # Null for an appeal against a sanction's measure and for a traceback that belong to no case.
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=120)
    order = models.ForeignKey(WorkOrder, null=True, on_delete=models.PROTECT, related_name="events")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="case_events")
    hop = models.ForeignKey(TracebackHop, null=True, on_delete=models.PROTECT, related_name="events")
    appeal = models.ForeignKey(Appeal, null=True, on_delete=models.PROTECT, related_name="events")
    data = models.JSONField(default=dict)
    # Of a question to a reporter or appellant, and of the answer: the deadline of the order or appeal from
    # then on; null while its clock stands still.
    due_at = models.DateTimeField(null=True)
    ledger_index = models.BigIntegerField()

    class Meta:
        ordering: tuple[str, ...] = ("at", "id")
        indexes: tuple[models.Index, ...] = (models.Index(fields=["kind", "at"], name="event_kind_time"),)
        constraints: tuple[models.BaseConstraint, ...] = (
            # A measure comes in force, ends or is lifted once in its case.
            models.UniqueConstraint(
                fields=["measure", "kind"],
                condition=models.Q(kind__in=["measure-in-force", "measure-lifted", "measure-ended"]),
                name="one_event_of_a_kind_per_measure",
            ),
            # An order is answered once and becomes overdue once, whatever is killed and run again.
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=models.Q(kind__in=["order-issued", "order-answered", "order-overdue"]),
                name="one_event_of_a_kind_per_order",
            ),
            models.UniqueConstraint(
                fields=["hop", "kind"],
                condition=models.Q(kind__in=["traceback-asked", "traceback-answered", "traceback-overdue"]),
                name="one_event_of_a_kind_per_hop",
            ),
            models.UniqueConstraint(
                fields=["appeal", "kind"],
                condition=models.Q(kind__in=["appealed", "appeal-decided"]),
                name="one_event_of_a_kind_per_appeal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


class Turn(models.Model):
    """The single row that whoever opens cases locks: one subject never gets two open cases at once."""

    name = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.name


class DayDone(models.Model):
    """The daily cycle finished one step for one day; a step that is not here is run (again)."""

    day = models.DateField()
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    totals = models.JSONField(default=dict)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["day", "step"], name="one_step_per_day"),
        )

    def __str__(self) -> str:
        return f"{self.step} of {self.day}"
