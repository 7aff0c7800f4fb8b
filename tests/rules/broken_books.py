"""Rule-books with one mistake each, and what is said of them. Run as a module, it writes the messages anew.

    python -m tests.rules.broken_books

Each folder of `broken` is a draft over the template that holds only what is wrong, and `message.txt`: what
the check must say, to the letter. After a message has changed, read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from sosiego.errors import SosiegoError
from sosiego.rules import loader

BROKEN = Path(__file__).with_name("broken")
MESSAGE = "message.txt"


def folders() -> list[Path]:
    """Every broken rule-book, by the name of its mistake."""
    return sorted(path.parent for path in BROKEN.glob("*/rulebook.yaml"))


def found(folder: Path) -> list[SosiegoError]:
    """What the check finds."""
    return loader.check(folder)[1]


def said(folder: Path) -> str:
    """What the check says, as people read it."""
    return "\n\n".join(str(problem) for problem in found(folder)) + "\n"


if __name__ == "__main__":
    for broken in folders():
        (broken / MESSAGE).write_text(said(broken), encoding="utf-8")
