"""The traffic archive: Parquet files by operator and day, and a manifest for each source that was taken in.

    archive/operator=<code>/day=<UTC date of start>/<first 16 hex digits of the source's SHA-256>.parquet
    archive/_manifest/<SHA-256 of the source>.json

Files are sorted by caller and start. Only files that a manifest names exist for readers: a manifest is
written last, so an import that is killed leaves the archive as it was. No Django here; called numbers stand
nowhere else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sosiego import home
from sosiego.errors import SosiegoError
from sosiego.files import canonical_json, write_bytes

# One row is one call or message, recorded once: by who originated it or let it into the country.
COLUMNS: Mapping[str, str] = {
    "record_id": "VARCHAR",
    "caller": "BIGINT",  # key, see rules.numbers.key_of
    "called": "BIGINT",
    "start": "TIMESTAMP",  # naive UTC
    "duration_s": "INTEGER",  # of an unanswered call: the seconds it rang, 0 if that was not recorded
    "answered": "BOOLEAN",
    "cause": "SMALLINT",  # ITU-T Q.850
    "medium": "VARCHAR",  # "call" or "sms"
    "direction": "VARCHAR",  # "originating" or "terminating"
    "in_trunk": "VARCHAR",
    "out_trunk": "VARCHAR",
    "from_operator": "VARCHAR",
    "to_operator": "VARCHAR",
    "attestation": "VARCHAR",
    "messages": "SMALLINT",  # parts of a message
    "text_fingerprint": "BIGINT",
}


class FileNotInArchiveError(SosiegoError):
    """A path was named that no manifest vouches for."""

    def __init__(self, path: Path) -> None:
        super().__init__("No manifest names this file of the traffic archive.", where=str(path))


@dataclass(frozen=True)
class ArchiveFile:
    """One Parquet file that a manifest names."""

    path: Path
    operator: str
    day: date
    sha256: str
    records: int


@dataclass(frozen=True)
class Manifest:
    """What one source brought. read = added + repeated + set_aside."""

    source: str  # SHA-256 of the source's bytes
    name: str
    operator: str  # as named by whoever imported it; "" if the file says it for each row
    imported_at: datetime
    read: int
    added: int
    repeated: int
    set_aside: int
    files: tuple[ArchiveFile, ...]


def root_of(root: Path | None) -> Path:
    """The archive of this home, unless another is named."""
    return root if root is not None else home.current().archive


def manifests(root: Path | None = None) -> list[Manifest]:
    """All sources in the archive, by digest."""
    base = root_of(root)
    return [
        _read(str(path), path.stat().st_mtime_ns, str(base))
        for path in sorted((base / "_manifest").glob("*.json"))
    ]


def manifest_of(source: str, root: Path | None = None) -> Manifest | None:
    """The manifest of a source's SHA-256; None if the archive does not have it."""
    path = _manifest_path(root_of(root), source)
    return _read(str(path), path.stat().st_mtime_ns, str(root_of(root))) if path.exists() else None


def files(since: date, until: date, root: Path | None = None) -> list[Path]:
    """The Parquet files of the days since ≤ day < until, in order of path."""
    return sorted(one.path for one in archive_files(root) if since <= one.day < until)


def archive_files(root: Path | None = None) -> Iterator[ArchiveFile]:
    """Every file that a manifest names."""
    for manifest in manifests(root):
        yield from manifest.files


def records(since: date, until: date, root: Path | None = None) -> int:
    """The number of records of the days since ≤ day < until."""
    return sum(one.records for one in archive_files(root) if since <= one.day < until)


def digest(files: Iterable[Path], root: Path | None = None) -> str:
    """Hex SHA-256 over the names and content digests of archive files: which traffic was looked at.

    Raises `FileNotInArchiveError` for a file that no manifest names.
    """
    base = root_of(root)
    known = {one.path: one.sha256 for one in archive_files(root)}
    lines = []
    for path in sorted(files):
        if path not in known:
            raise FileNotInArchiveError(path)
        lines.append(f"{path.relative_to(base).as_posix()} {known[path]}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def place(base: Path, operator: str, day: date, source: str) -> Path:
    """Where the records of one source, operator and day lie."""
    return base / f"operator={operator}" / f"day={day.isoformat()}" / f"{source[:16]}.parquet"


def write_manifest(manifest: Manifest, base: Path) -> None:
    """Make a source's files exist for readers. This is the last step of an import."""
    content: dict[str, Any] = {
        "source": manifest.source,
        "name": manifest.name,
        "operator": manifest.operator,
        "imported_at": manifest.imported_at.isoformat(),
        "read": manifest.read,
        "added": manifest.added,
        "repeated": manifest.repeated,
        "set_aside": manifest.set_aside,
        "files": [
            {
                "path": one.path.relative_to(base).as_posix(),
                "operator": one.operator,
                "day": one.day.isoformat(),
                "sha256": one.sha256,
                "records": one.records,
            }
            for one in manifest.files
        ],
    }
    write_bytes(_manifest_path(base, manifest.source), canonical_json(content))


@contextmanager
def only_writer(base: Path) -> Iterator[None]:
    """Hold the archive's lock: one import at a time. The lock of a killed process is free at once."""
    base.mkdir(parents=True, exist_ok=True)
    with (base / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def clean(base: Path) -> None:
    """Remove what killed imports left: staging, and files that no manifest names. Call as only writer."""
    shutil.rmtree(staging(base), ignore_errors=True)
    named = {one.path for one in archive_files(base)}
    for path in base.glob("operator=*/day=*/*.parquet"):
        if path not in named:
            path.unlink()
    for half in (base / "_manifest").glob(".*"):
        half.unlink()


def staging(base: Path) -> Path:
    """Where files lie while they are made: on the same disk, so that renaming them is one step."""
    return base / "_staging"


def _manifest_path(base: Path, source: str) -> Path:
    return base / "_manifest" / f"{source}.json"


@lru_cache(maxsize=10_000)
def _read(path: str, _changed: int, base: str) -> Manifest:
    content = json.loads(Path(path).read_bytes())
    return Manifest(
        source=content["source"],
        name=content["name"],
        operator=content["operator"],
        imported_at=datetime.fromisoformat(content["imported_at"]),
        read=content["read"],
        added=content["added"],
        repeated=content["repeated"],
        set_aside=content["set_aside"],
        files=tuple(
            ArchiveFile(
                path=Path(base) / one["path"],
                operator=one["operator"],
                day=date.fromisoformat(one["day"]),
                sha256=one["sha256"],
                records=one["records"],
            )
            for one in content["files"]
        ),
    )
