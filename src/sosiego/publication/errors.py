"""What can be wrong with an act of publication."""

from __future__ import annotations

from sosiego.errors import SosiegoError, WrongUsageError


class PublicationNotFoundError(SosiegoError):
    """No publication has this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"No publication has the reference {reference!r}.",
            todo="See the references with `sosiego publish show`.",
        )


class PublicationKindUnknownError(WrongUsageError):
    """Only lists and bulletins are published."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"There is no publication of the kind {kind!r}.", todo='Ask for "list" or "bulletin".'
        )


class SamePersonSignsTwiceError(SosiegoError):
    """A publication needs the signatures of different people."""

    def __init__(self, reference: str, actor: str) -> None:
        super().__init__(
            f"{actor} has signed {reference} already.",
            where=reference,
            todo="Ask another person to give the next signature.",
        )


class PublicationNotOpenError(SosiegoError):
    """A publication that is published or withdrawn is not signed again, nor withdrawn twice."""

    def __init__(self, reference: str, state: str) -> None:
        super().__init__(
            f"{reference} is {state}: it cannot be signed or withdrawn now.",
            where=reference,
            todo="Make a new one if the figures have changed; it will say that it replaces this one.",
        )


class WithdrawalWithoutReasonError(SosiegoError):
    """A publication is taken back for a reason, which the public reads."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            "A publication is taken back for a reason.",
            where=reference,
            todo="Say why, in a sentence that the public may read.",
        )


class RebuildDiffersError(SosiegoError):
    """What was rebuilt is not what was published."""

    def __init__(self, reference: str, different: list[str]) -> None:
        super().__init__(
            f"{len(different)} files of {reference} came out otherwise than they were published: "
            + ", ".join(different[:5])
            + ("…" if len(different) > 5 else ""),
            where=reference,
            todo="Rebuild with the version of Sosiego that made it; `sosiego publish show` tells which.",
        )
