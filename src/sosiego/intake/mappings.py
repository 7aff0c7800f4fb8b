"""Column mappings, saved by name."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from ruamel.yaml import YAML, YAMLError

from sosiego.intake.errors import MappingNotValidError, UnknownMappingError
from sosiego.intake.models import ColumnMapping
from sosiego.intake.report_formats import mapped

LONGEST_NAME = 60


@transaction.atomic
def save_mapping(name: str, definition: Mapping[str, Any]) -> ColumnMapping:
    """Save a mapping, in the place of an older one of that name. Raises `MappingNotValidError`."""
    try:
        validate_slug(name)
    except ValidationError:
        raise MappingNotValidError(
            f"{name!r} cannot be a mapping's name.", todo="Use letters, digits, hyphens and underscores."
        ) from None
    if len(name) > LONGEST_NAME:
        raise MappingNotValidError(f"A mapping's name has at most {LONGEST_NAME} signs.")
    mapped.read(definition)
    saved, _ = ColumnMapping.objects.update_or_create(name=name, defaults={"definition": dict(definition)})
    return saved


def definition(name: str) -> dict[str, Any]:
    """What a saved mapping says. Raises `UnknownMappingError`, naming the nearest."""
    found = ColumnMapping.objects.filter(name=name).first()
    if found is None:
        raise UnknownMappingError(name, ColumnMapping.objects.values_list("name", flat=True))
    return found.definition


def read_file(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises `MappingNotValidError` with the line."""
    try:
        found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MappingNotValidError(f"The file cannot be read: {error.strerror}.", where=str(path)) from None
    except UnicodeDecodeError:
        raise MappingNotValidError("The file is not UTF-8.", where=str(path)) from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise MappingNotValidError(f"The file is not YAML: {problem}.", where=f"{path}{line}") from None
    if not isinstance(found, dict):
        raise MappingNotValidError(
            "The file holds no mapping.", where=str(path), todo="Begin with `columns:`."
        )
    return found


def as_yaml(definition: Mapping[str, Any]) -> str:
    """A mapping as it may be written into a file."""
    written = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.dump(dict(definition), written)
    return written.getvalue().rstrip()
