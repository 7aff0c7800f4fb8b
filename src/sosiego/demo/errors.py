"""Why a demonstration does not begin."""

from __future__ import annotations

from sosiego.errors import SosiegoError


class HomeNotSimulatedError(SosiegoError):
    """The home holds something that is not simulated. It is left as it is."""

    def __init__(self, home: str, what: str) -> None:
        super().__init__(
            f"This home holds {what}, and they are not simulated: nothing was changed",
            where=home,
            todo="Name another home for the demonstration, as in SOSIEGO_HOME=/srv/sosiego-demo sosiego demo",
        )


class NothingToScoreError(SosiegoError):
    """There is no simulated country in this home."""

    def __init__(self, home: str) -> None:
        super().__init__(
            "This home holds no simulated country whose truth is known",
            where=home,
            todo="Run: sosiego demo --no-serve",
        )
