"""A table that sorts, filters, pages and exports by query parameters: it works without scripts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

# Fifty rows fill two screens: enough to scan, little enough to load at once.
ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One column. `value` is what is exported and, for plain lists, what is sorted by."""

    key: str
    label: Any
    value: Callable[[Any], Any]
    kind: str = "text"  # text | number | share | time | date | tag | subject | code
    order: str = ""  # field to order a QuerySet by; empty: cannot be sorted there
    link: Callable[[Any], str | None] | None = None
    show: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Choice:
    """A filter by one of several values. `keep` narrows the rows."""

    key: str
    label: Any
    options: Sequence[tuple[str, Any]]
    keep: Callable[[Any, str], Any]


@dataclass(frozen=True)
class Cell:
    column: Column
    value: Any
    shown: Any
    href: str | None


@dataclass
class Table:
    """What a page needs to show one table of rows (a QuerySet or a list)."""

    request: HttpRequest
    rows: Any
    columns: Sequence[Column]
    name: str = "table"
    choices: Sequence[Choice] = ()
    search: Callable[[Any, str], Any] | None = None
    search_label: Any = ""
    sort: str = ""
    caption: Any = ""
    empty: Any = ""
    size: int = ROWS_ON_A_PAGE
    chosen: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        asked = self.request.GET
        self.query = asked.get("q", "").strip()
        if self.search and self.query:
            self.rows = self.search(self.rows, self.query)
        for choice in self.choices:
            value = asked.get(choice.key, "")
            if value in {option for option, _ in choice.options}:
                self.chosen[choice.key] = value
                self.rows = choice.keep(self.rows, value)
        self.sorted_by = asked.get("sort", self.sort)
        self.rows = self._sorted()

    @property
    def is_queryset(self) -> bool:
        return isinstance(self.rows, QuerySet)

    def can_sort(self, column: Column) -> bool:
        return bool(column.order) if self.is_queryset else True

    def _sorted(self) -> Any:
        down = self.sorted_by.startswith("-")
        column = next((one for one in self.columns if one.key == self.sorted_by.lstrip("-")), None)
        if column is None or not self.can_sort(column):
            return self.rows
        if self.is_queryset:
            return self.rows.order_by(("-" if down else "") + column.order, "-pk" if down else "pk")
        known = [row for row in self.rows if column.value(row) is not None]
        unknown = [row for row in self.rows if column.value(row) is None]
        return sorted(known, key=lambda row: _sortable(column.value(row)), reverse=down) + unknown

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.size).get_page(self.request.GET.get("page"))

    @property
    def pages(self) -> list[int | str]:
        paginator = self.page.paginator
        return list(paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1))

    @property
    def heads(self) -> Iterator[dict[str, Any]]:
        """Each column with the address that sorts by it and its present direction."""
        for column in self.columns:
            up, down = self.sorted_by == column.key, self.sorted_by == f"-{column.key}"
            target = f"-{column.key}" if up else column.key
            yield {
                "column": column,
                "href": self.address(sort=target, page=None) if self.can_sort(column) else None,
                "direction": "ascending" if up else "descending" if down else "",
            }

    @property
    def body(self) -> Iterator[list[Cell]]:
        for row in self.page.object_list:
            yield [self._cell(column, row) for column in self.columns]

    @staticmethod
    def _cell(column: Column, row: Any) -> Cell:
        value = column.value(row)
        shown = column.show(row) if column.show else value
        return Cell(column, value, shown, column.link(row) if column.link else None)

    def address(self, **changes: str | int | None) -> str:
        """This table's address with some parameters changed; None removes one."""
        asked = self.request.GET.copy()
        asked.pop("format", None)
        for key, value in changes.items():
            if value is None:
                asked.pop(key, None)
            else:
                asked[key] = str(value)
        return f"?{asked.urlencode()}"

    @property
    def csv_address(self) -> str:
        return self.address(page=None, format="csv")

    @property
    def page_links(self) -> list[dict[str, Any]]:
        return [
            {"number": number, "href": self.address(page=number) if isinstance(number, int) else None}
            for number in self.pages
        ]

    @property
    def filters(self) -> Iterator[dict[str, Any]]:
        for choice in self.choices:
            yield {"choice": choice, "chosen": self.chosen.get(choice.key, "")}

    @property
    def is_searchable(self) -> bool:
        return self.search is not None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chosen)

    def as_csv(self) -> StreamingHttpResponse:
        """All rows that the filters leave, not only this page."""
        writer = csv.writer(_Echo())
        lines: Iterable[Any] = self.rows.iterator(chunk_size=2000) if self.is_queryset else self.rows

        def written() -> Iterator[str]:
            yield writer.writerow([column.key for column in self.columns])
            for row in lines:
                yield writer.writerow([_exported(column.value(row)) for column in self.columns])

        response = StreamingHttpResponse(written(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        return response


def table_page(
    request: HttpRequest, template: str, table: Table, context: dict[str, Any] | None = None
) -> HttpResponse | StreamingHttpResponse:
    """Answer with the page, or with the CSV if that was asked for."""
    if request.GET.get("format") == "csv":
        return table.as_csv()
    return render(request, template, {"table": table, **(context or {})})


def _sortable(value: Any) -> Any:
    return str(value).casefold() if not isinstance(value, int | float | datetime | date) else value


def _exported(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, str) and value[:1] in ("=", "@", "\t"):
        # A spreadsheet would run such a cell as a formula.
        return f"'{value}"
    return "" if value is None else value


class _Echo:
    """A file that gives back what is written to it: csv.writer then streams line by line."""

    def write(self, value: str) -> str:
        return value
