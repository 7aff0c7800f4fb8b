"""One line of a story as the pages show it (`components/story.html`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Told:
    """One line as the page shows it."""

    at: datetime
    title: str
    tone: str = ""
    texts: list[str] = field(default_factory=list)
    # What a person wrote, as it was written.
    quote: str = ""
    tag_group: str = ""
    tag_code: Any = ""
    actor: str = ""
    href: str = ""
    link_text: str = ""
