"""What keeps a draft from running beside the law."""

from __future__ import annotations

from datetime import date

from sosiego.errors import SosiegoError, WrongUsageError


class ShadowNameTakenError(WrongUsageError):
    """Each shadow run has a name of its own, also after it was stopped."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is already a shadow run {name!r}.", todo="Give another with --name.")


class ShadowNameNotValidError(WrongUsageError):
    """The name of a shadow run stands in addresses."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot be the name of a shadow run.",
            todo="Give one with --name: up to 40 small letters a to z, digits and hyphens.",
        )


class ShadowRunNotFoundError(WrongUsageError):
    """No shadow run has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no shadow run {name!r}.", todo="See `sosiego rules shadow list`.")


class ShadowRunStoppedError(SosiegoError):
    """A shadow run is stopped once."""

    def __init__(self, name: str, at: str) -> None:
        super().__init__(f"The shadow run {name!r} was stopped on {at}.", todo="Start another one.")


class DraftOfAnotherCountryError(WrongUsageError):
    """Days and numbers of a draft must be those of the law beside which it runs."""

    def __init__(self, draft: str, law: str) -> None:
        super().__init__(
            f"The draft {draft!r} has another time zone or another numbering plan's country than {law!r}.",
            todo="Run a draft of the rule-book in force.",
        )


class DraftFindsNothingError(WrongUsageError):
    """A draft without a criterion in force has nothing to say."""

    def __init__(self, draft: str, on: date) -> None:
        super().__init__(
            f"No criterion of the draft {draft!r} is in force on {on}.",
            todo="Name with --on a day on which it is.",
        )


class ShadowDraftChangedError(SosiegoError):
    """The copy of a draft in the home is not what was started."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            "The copy of the draft is no longer the text that was started.",
            where=folder,
            todo="Stop this run and start the draft again.",
        )


class ShadowNothingRecordedError(SosiegoError):
    """Nothing has been recorded yet."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The shadow run {name!r} has recorded no day yet.",
            todo="Run `sosiego cycle`; see `sosiego rules shadow list` for days that failed.",
        )
