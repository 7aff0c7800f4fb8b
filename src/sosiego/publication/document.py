"""A publication in one language, as blocks: what `page.py` sets in HTML and `pdf.py` on paper.

Everything here is words; nothing knows of markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# In data files it stands so, in English; pages say it in their own language too.
SIMULATED = "SIMULATED COUNTRY"
"""The mark of figures that are not of a real country. Not translated: it must be found by search."""


@dataclass(frozen=True)
class Heading:
    text: str
    anchor: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_lead: bool = False


@dataclass(frozen=True)
class Points:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class KeyFigure:
    value: str
    label: str
    # What it is compared with: "+18.0 % on previous period".
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool
    # The definition, told on the heading.
    meaning: str = ""
    # An interval is never broken over two lines.
    is_interval: bool = False


@dataclass(frozen=True)
class TableRow:
    cells: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table; the first cell of each row is its heading."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    note: str = ""
    # Annex tables are set small.
    is_small: bool = False

    @property
    def typed_rows(self) -> list[dict[str, object]]:
        """Rows whose cells know whether their column is one of numbers."""
        return [
            {
                "is_total": row.is_total,
                "typed": [
                    (cell, column.is_number) for cell, column in zip(row.cells, self.columns, strict=True)
                ],
            }
            for row in self.rows
        ]


@dataclass(frozen=True)
class Chart:
    """A drawing beside its table. `caption` says what to see, `alternative` tells it to those who cannot."""

    id: str
    title: str
    caption: str
    alternative: str
    svg: str


@dataclass(frozen=True)
class Pairs:
    """Name and value, one a line."""

    pairs: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Points | KeyFigures | DataTable | Chart | Pairs


@dataclass(frozen=True)
class Document:
    kind: str
    language: str
    html_language: str
    title: str
    subtitle: str
    description: str
    made: str
    simulated: bool
    simulated_note: str
    digest: str
    page_word: str
    contents_word: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    # What marks every page of an invented country.
    mark: str = SIMULATED
