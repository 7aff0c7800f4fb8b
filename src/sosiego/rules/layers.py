"""The folders of a rule-book: its own, and below it that of the rule-book on which a draft is based.

A draft holds only the files that it changes and takes every other from below, criteria and tests one by one.
A file that says only `removed: true` takes the one below away.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sosiego.rules.errors import FileNeededError
from sosiego.rules.source import Section, read_section

HEAD = "rulebook.yaml"
# Tests are no law: changing one does not change which text decided.
TESTS = "tests"
_REMOVED = "removed"


@dataclass(frozen=True)
class Layers:
    """Folders of which the first that holds a file decides it."""

    folders: tuple[Path, ...]

    @property
    def root(self) -> Path:
        """The rule-book's own folder."""
        return self.folders[0]

    def find(self, name: str) -> Path | None:
        """Where a file lies, by its path within the rule-book; None if there is none or it was taken away."""
        for folder in self.folders:
            if (path := folder / name).is_file():
                return None if self._takes_away(path, folder) else path
        return None

    def section(self, name: str) -> Section:
        """What a file says; its places name the folder in which it lies.

        Raises `FileMissingError`, or `FileNeededError` if a draft has taken it away.
        """
        path = self.find(name) or next(
            (folder / name for folder in self.folders if (folder / name).is_file()), self.root / name
        )
        section = read_section(path, self.folder_of(path))
        if section.names == [_REMOVED]:
            raise FileNeededError(section.place)
        return section

    def names(self, within: str) -> list[str]:
        """Names of the YAML files in a folder of the rule-book, in order, those taken away left out."""
        names = {
            f"{within}/{path.name}" for folder in self.folders for path in (folder / within).glob("*.yaml")
        }
        return sorted(name for name in names if self.find(name))

    def law(self) -> list[tuple[str, Path]]:
        """The files of the law by their names within the rule-book, in order, and the head of each layer."""
        names = {
            path.relative_to(folder).as_posix() for folder in self.folders for path in folder.rglob("*.yaml")
        }
        merged = [
            (name, path)
            for name in sorted(names)
            if not name.startswith(f"{TESTS}/") and (path := self.find(name)) is not None
        ]
        return merged + [
            (f"{depth}/{HEAD}", folder / HEAD) for depth, folder in enumerate(self.folders) if depth
        ]

    def files(self) -> list[Path]:
        """Every file of every layer that is law, whether it decides or not."""
        return [
            path
            for folder in self.folders
            for path in sorted(folder.rglob("*.yaml"))
            if path.relative_to(folder).parts[0] != TESTS
        ]

    def folder_of(self, path: Path) -> Path:
        """In which of the folders a file lies."""
        return next(folder for folder in self.folders if path.is_relative_to(folder))

    def _takes_away(self, path: Path, folder: Path) -> bool:
        # Short, and with the one word: only then is it worth reading as YAML.
        if path.stat().st_size > 200 or _REMOVED not in path.read_text(encoding="utf-8", errors="replace"):
            return False
        section = read_section(path, folder)
        return section.names == [_REMOVED] and section.boolean(_REMOVED)
