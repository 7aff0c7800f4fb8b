"""The append-only log (RFC 9162 tree) and the record of who looked at whose number."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act of the system. Never changed, never deleted: `services.append` is the only writer."""

    index = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # e.g. "finding", "measure", "measure-lifted", "sanction", "published-figure"
    kind = models.CharField(max_length=40, db_index=True)
    # "system", "user:<name>" or "organisation:<code>"
    actor = models.CharField(max_length=120)
    # The canonical JSON that was hashed; kept as bytes so that no database may re-spell it.
    body = models.BinaryField()
    # RFC 9162 §2.1.1: SHA-256(0x00 || leaf); the leaf is canonical JSON of index, at, kind, actor, body.
    leaf_hash = models.BinaryField(max_length=32)

    class Meta:
        ordering: tuple[str, ...] = ("index",)

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class Node(models.Model):
    """Hash of one complete subtree of 2**level leaves, so that proofs need no whole reading."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: tuple[models.BaseConstraint, ...] = (
            models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_subtree"),
        )

    def __str__(self) -> str:
        return f"level {self.level}, {self.index}"


class Tree(models.Model):
    """The single row that appenders lock: the number of entries so far."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.size} entries"


class Look(models.Model):
    """One look of a person at a caller's number or at a protected contact (design principle 7)."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    subject = models.CharField(max_length=64, db_index=True)
    page = models.CharField(max_length=200)

    class Meta:
        ordering: tuple[str, ...] = ("-at",)

    def __str__(self) -> str:
        return f"{self.actor} looked at {self.subject}"
