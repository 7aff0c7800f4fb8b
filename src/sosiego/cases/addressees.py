"""Who gets an order: whoever the deadline names, else the next who can act, else the regulator's desk."""

from __future__ import annotations

from collections.abc import Collection

from sosiego.cases.errors import NobodyLeftToAskError, NoRegulatorError
from sosiego.registry import queries as registry
from sosiego.registry.models import Organisation


class Addressees:
    """The organisations by code, read once for a whole evaluation."""

    def __init__(self) -> None:
        self._by_code = {found.code: found for found in registry.organisations()}

    def named(self, code: str | None) -> Organisation | None:
        return self._by_code.get(code) if code else None

    @property
    def desk(self) -> Organisation:
        """The regulator's desk. Raises `NoRegulatorError`."""
        regulators = [one for one in self._by_code.values() if one.kind == Organisation.Kind.REGULATOR]
        if not regulators:
            raise NoRegulatorError
        return regulators[0]

    def of(
        self,
        actor: str,
        *,
        subject: str,
        holder: str | None,
        operator: str | None,
        asked_before: Collection[str] = (),
    ) -> Organisation:
        """Who must answer an order about `subject`.

        `actor` is the deadline's; an order for a holder goes to the operator if no holder is known, one for
        an operator to the holder if no operator is known, and what nobody can answer to the regulator.
        Raises `NobodyLeftToAskError` if all of them were asked before, `NoRegulatorError`.
        """
        in_turn = {"holder": (holder, operator), "operator": (operator, holder)}.get(actor, ())
        for code in in_turn:
            found = self.named(code)
            if found is not None and found.code not in asked_before:
                return found
        if self.desk.code in asked_before:
            raise NobodyLeftToAskError(subject)
        return self.desk
