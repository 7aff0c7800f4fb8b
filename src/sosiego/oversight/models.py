"""Who answers for what happened: indicators, scorecards, violations, sanctions and their signatures."""

from __future__ import annotations

from django.db import models

from sosiego.registry.models import Measure, Organisation


class IndicatorValue(models.Model):
    """One figure with its working (design principle 8)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="indicator_values")
    period = models.CharField(max_length=10)
    rulebook = models.CharField(max_length=40)
    indicator = models.CharField(max_length=60)
    version = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    # Unknown (null) where the denominator is zero: nothing to divide by is not zero.
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    # "good", "warning", "critical" or "unknown", after the rule-book's thresholds.
    standing = models.CharField(max_length=10)
    computed_at = models.DateTimeField()
    ledger_index = models.BigIntegerField()

    class Meta:
        get_latest_by = "computed_at"

    def __str__(self) -> str:
        return f"{self.indicator} {self.period} {self.organisation_id}"


class Scorecard(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="scorecards")
    period = models.CharField(max_length=10)
    rulebook = models.CharField(max_length=40)
    version = models.DateField()
    # 0 to 100; null if too few indicators are known.
    score = models.FloatField(null=True)
    grade = models.CharField(max_length=4)
    # [{"indicator", "value", "standing", "points", "weight"}, …]
    working = models.JSONField()
    answerable = models.CharField(max_length=200, blank=True)
    computed_at = models.DateTimeField()
    ledger_index = models.BigIntegerField()

    class Meta:
        get_latest_by = "computed_at"

    def __str__(self) -> str:
        return f"scorecard {self.period} {self.organisation_id}"


class Violation(models.Model):
    reference = models.CharField(max_length=30, unique=True)  # "V-2026-000123"
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="violations")
    # Violation id of the rule-book.
    rule = models.CharField(max_length=80)
    version = models.DateField()
    period = models.CharField(max_length=10)
    found_at = models.DateTimeField()
    facts = models.JSONField()
    ledger_index = models.BigIntegerField()

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            # The same failing in the same period is one violation, however often it is computed.
            models.UniqueConstraint(
                fields=["organisation", "rule", "period"], name="one_violation_per_rule_and_period"
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Sanction(models.Model):
    """A step of the ladder, proposed by the system; it binds when two people have signed it."""

    reference = models.CharField(max_length=30, unique=True)  # "S-2026-000123"
    violation = models.ForeignKey(Violation, on_delete=models.PROTECT, related_name="sanctions")
    step = models.CharField(max_length=80)
    # {"kind": "freeze-allocation", "days": 90} or {} for a warning or public notice.
    measure_proposed = models.JSONField(default=dict)
    proposed_at = models.DateTimeField()
    basis = models.JSONField()
    ledger_index = models.BigIntegerField()

    def __str__(self) -> str:
        return self.reference


class SanctionEvent(models.Model):
    class Kind(models.TextChoices):
        PROPOSED = "proposed"
        SIGNED = "signed"
        IN_FORCE = "in-force"
        REFUSED = "refused"

    sanction = models.ForeignKey(Sanction, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    measure = models.ForeignKey(Measure, null=True, on_delete=models.PROTECT, related_name="sanction_events")
    ledger_index = models.BigIntegerField()

    class Meta:
        ordering: tuple[str, ...] = ("at", "id")
        constraints: tuple[models.BaseConstraint, ...] = (
            # Two people sign: the same person cannot be both.
            models.UniqueConstraint(
                fields=["sanction", "actor"],
                condition=models.Q(kind="signed"),
                name="one_signature_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
