"""Answering those who reported: opening the sealed contact, and deleting it when they have been told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sosiego import keys
from sosiego.intake.errors import NoContactError
from sosiego.intake.models import Report, ReporterContact, ReporterTold
from sosiego.ledger import services as ledger


@transaction.atomic
def open_contact(report: Report, *, actor: str, page: str, at: datetime) -> str:
    """The contact that the reporter left; that somebody opened it is written down first.

    Raises `NoContactError`.
    """
    ledger.record_look(actor, f"contact:{report.reference}", page, at)
    contact = ReporterContact.objects.filter(report=report).first()
    if contact is None:
        raise NoContactError(report.reference)
    return keys.sealing().decrypt(bytes(contact.sealed)).decode()


def reporter_told(report: Report, *, actor: str, at: datetime) -> ReporterTold:
    """The reporter was told what came of the report: the contact is deleted, the ledger says who told when.

    Raises `NoContactError`.
    """
    return reporters_told([report], actor=actor, at=at)[0]


@transaction.atomic
def reporters_told(reports: Iterable[Report], *, actor: str, at: datetime) -> list[ReporterTold]:
    """`reporter_told` for several reports: all of them or, if one has no contact, none.

    Raises `NoContactError`.
    """
    asked = list(reports)
    waiting = ReporterContact.objects.select_for_update().filter(report__in=asked)
    contacts = {contact.report_id: contact for contact in waiting}
    for report in asked:
        if report.pk not in contacts:
            raise NoContactError(report.reference)
    acts = [ledger.Act("reporter-told", actor, {"report": report.reference}, at) for report in asked]
    told = [
        ReporterTold(report=report, at=at, actor=actor, ledger_index=index)
        for report, index in zip(asked, ledger.append_many(acts), strict=True)
    ]
    ReporterContact.objects.filter(pk__in=[contact.pk for contact in contacts.values()]).delete()
    return ReporterTold.objects.bulk_create(told)
