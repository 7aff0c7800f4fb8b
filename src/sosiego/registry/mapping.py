"""A named way from the columns of somebody's file to the columns of a table."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sosiego.registry import errors

Cell = Callable[[Sequence[str]], str]


@dataclass(frozen=True)
class Named:
    """An organisation that a mapping's file calls by another name."""

    code: str
    kind: str = "operator"
    name: str = ""
    host: str = ""


@dataclass(frozen=True)
class ColumnMapping:
    """How the columns of a table are made from those of a file. Shipped ones: `registry/mappings/*.yaml`."""

    name: str
    table: str
    # Column of the table -> text with {column of the file}.
    columns: Mapping[str, str]
    # The file's names for organisations.
    organisations: Mapping[str, Named] = field(default_factory=dict)

    def since(self, day: str) -> ColumnMapping:
        """The same mapping, its rows holding from another day."""
        return replace(self, columns={**self.columns, "since": day})

    def cell(self, column: str, columns: Sequence[str]) -> Cell:
        """How the cell of a table's column is made from the cells of a row. Raises `UnreadableFileError`."""
        pieces: list[str | int] = []
        for before, name, _, _ in string.Formatter().parse(self.columns[column]):
            if before:
                pieces.append(before)
            if name is None:
                continue
            if name not in columns:
                raise errors.UnreadableFileError(
                    f"The file has no column {name!r}.{errors.nearest(name, columns)}",
                    where=f"mapping {self.name}, column {column}",
                    todo="Choose the mapping made for this file with --mapping.",
                )
            pieces.append(list(columns).index(name))
        if len(pieces) == 1 and isinstance(pieces[0], int):
            place = pieces[0]
            return lambda cells: cells[place]
        return lambda cells: "".join(cells[p] if isinstance(p, int) else p for p in pieces)

    def code_of(self, written: str) -> str:
        """The code of what the file calls an organisation; what it does not know stays as written."""
        named = self.organisations.get(written)
        return named.code if named else written

    def to_make(self, code: str) -> Named:
        """What to make of an organisation that the registry does not have."""
        known = {named.code: named for named in self.organisations.values()}
        return known.get(code) or named_after(code)


def named_after(written: str) -> Named:
    """An operator made from its name alone. Without Latin letters, its code comes from the name's digest."""
    code = slugify(written)[:60] or f"operator-{hashlib.sha256(written.encode()).hexdigest()[:8]}"
    return Named(code=code, name=written)


def shipped() -> list[str]:
    """Names of the mappings that come with the package."""
    return sorted(Path(entry.name).stem for entry in files("sosiego.registry").joinpath("mappings").iterdir())


def load(name: str) -> ColumnMapping:
    """A shipped mapping by name, or one of the user's by the path of its YAML file.

    Raises `UnknownMappingError` and `UnreadableFileError`.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        return _parsed(path.stem, path.read_text(encoding="utf-8"), str(path))
    if name not in shipped():
        raise errors.UnknownMappingError(
            f"There is no mapping {name!r}.{errors.nearest(name, shipped())}",
            todo=f"Name one of: {', '.join(shipped())}; or give the path of a YAML file.",
        )
    file = files("sosiego.registry").joinpath("mappings", f"{name}.yaml")
    return _parsed(name, file.read_text(encoding="utf-8"), f"mapping {name}")


def _parsed(name: str, text: str, where: str) -> ColumnMapping:
    try:
        read: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
        columns = {column: str(value) for column, value in read["columns"].items()}
        organisations = {str(key): Named(**value) for key, value in read.get("organisations", {}).items()}
        return ColumnMapping(name, str(read["table"]), columns, organisations)
    except (YAMLError, TypeError, KeyError, AttributeError) as reason:
        raise errors.UnreadableFileError(
            f"The mapping cannot be read: {reason}.",
            where=where,
            todo="Give `table`, `columns` (column: text with {column of the file}), perhaps `organisations`.",
        ) from None
