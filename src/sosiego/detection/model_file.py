"""A text model as a file: a plain zip of a card and arrays. Nothing in it is run when it is read.

    card.json      what it is, what it was trained on, how it measured, what it cannot do; the digests of
    the rest ngrams.json    the character n-grams, in the order of the arrays' first axis idf.npy
    float32 [n-grams] weights.npy    float16 [n-grams, labels] bias.npy       float32 [labels]

Entries are stored uncompressed with a fixed date, so that the same data give the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sosiego.detection.normalise import STEPS
from sosiego.errors import SosiegoError
from sosiego.files import canonical_json, write_bytes

FORMAT = "sosiego-text-model/1"

# A model of half a million n-grams and fifty labels has 50 MB; what is ten times larger is not a text model.
LARGEST_ENTRY_BYTES = 500_000_000

_ARRAYS = ("idf.npy", "weights.npy", "bias.npy")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ModelNotFoundError(SosiegoError):
    """There is no file where the model should be."""


class ModelDamagedError(SosiegoError):
    """The file is not a text model, or not the one that was written."""


class ModelNotForThisVersionError(SosiegoError):
    """The model was trained on text prepared in another way."""


class ModelNameError(SosiegoError):
    """A model's name or version cannot be part of its id."""


@dataclass(frozen=True)
class Card:
    """What a reader must know of a model before believing it."""

    name: str
    version: str
    date: str
    labels: tuple[str, ...]
    # Label -> class of the taxonomy ("commercial", "malicious", "illegal", "harmless"); labels without one
    # are absent.
    classes: Mapping[str, str]
    shortest_ngram: int
    longest_ngram: int
    # Probability = softmax(scale × margins), fitted on texts that the model had not seen.
    scale: float
    # Below this probability the model says nothing.
    abstain_below: float
    # With a smaller share of known n-grams than this, a text is too unlike the training data to be judged.
    least_known: float
    data: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    steps: tuple[str, ...] = STEPS


@dataclass(frozen=True, eq=False)
class TextModel:
    card: Card
    ngrams: tuple[str, ...]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    digest: str

    @property
    def id(self) -> str:
        """Name, version and digest: which model said it."""
        return f"{self.card.name}-{self.card.version}-{self.digest[:12]}"


def write_model(
    path: Path,
    card: Card,
    ngrams: tuple[str, ...],
    idf: NDArray[np.float32],
    weights: NDArray[np.float16],
    bias: NDArray[np.float32],
) -> None:
    """Write a model as one act. Raises `ModelNameError`."""
    for part in (card.name, card.version):
        if not _NAME.fullmatch(part.replace(".", "-")):
            raise ModelNameError(
                f"“{part}” cannot be part of a model's id.",
                todo="Use up to 40 small letters, digits, hyphens and full stops.",
            )
    entries = {
        "ngrams.json": canonical_json(list(ngrams)),
        "idf.npy": _array_bytes(idf.astype("<f4")),
        "weights.npy": _array_bytes(weights.astype("<f2")),
        "bias.npy": _array_bytes(bias.astype("<f4")),
    }
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in entries.items()}
    entries["card.json"] = canonical_json({"format": FORMAT, "digests": digests, **asdict(card)})
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            # The earliest date that a zip can hold: a model has a date in its card, not in its envelope.
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), entries[name])
    write_bytes(path, made.getvalue())


def read_model(path: Path) -> TextModel:
    """Read and check a model. Raises `ModelNotFoundError`, `ModelDamagedError`,
    `ModelNotForThisVersionError`.
    """
    if not path.is_file():
        raise ModelNotFoundError(
            "There is no text model here.",
            where=str(path),
            todo="Train one with `sosiego content train`, or leave --model out to use the starter model.",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            entries = {info.filename: _entry(archive, info, path) for info in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise _damaged(path, "it is not a zip file or its checksums differ") from error
    return _checked(path, entries)


def _checked(path: Path, entries: Mapping[str, bytes]) -> TextModel:
    expected = {"card.json", "ngrams.json", *_ARRAYS}
    if set(entries) != expected:
        raise _damaged(path, f"it holds {', '.join(sorted(entries))}, not {', '.join(sorted(expected))}")
    try:
        written = json.loads(entries["card.json"])
        if written.pop("format", None) != FORMAT:
            raise _damaged(path, f"its format is not {FORMAT}")
        digests = written.pop("digests")
        for name in expected - {"card.json"}:
            if hashlib.sha256(entries[name]).hexdigest() != digests.get(name):
                raise _damaged(path, f"{name} is not what the card says was written")
        for name in ("labels", "limits", "steps"):
            written[name] = tuple(written[name])
        card = Card(**written)
        ngrams = tuple(json.loads(entries["ngrams.json"]))
        idf, weights, bias = (np.load(io.BytesIO(entries[name]), allow_pickle=False) for name in _ARRAYS)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    shapes = (idf.shape, weights.shape, bias.shape)
    if shapes != ((len(ngrams),), (len(ngrams), len(card.labels)), (len(card.labels),)):
        names = f"{len(ngrams)} n-grams and {len(card.labels)} labels"
        raise _damaged(path, f"the shapes {shapes} do not fit {names}")
    if card.steps != STEPS:
        raise ModelNotForThisVersionError(
            f"The model {card.name} {card.version} was trained on text prepared by other steps.",
            where=f"{path}: {', '.join(card.steps)}; here: {', '.join(STEPS)}",
            todo="Train it again from its data with `sosiego content train`.",
        )
    digest = hashlib.sha256(entries["card.json"]).hexdigest()
    return TextModel(card, ngrams, idf, weights.astype(np.float32), bias, digest)


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    if info.file_size > LARGEST_ENTRY_BYTES:
        raise _damaged(path, f"{info.filename} claims {info.file_size} bytes")
    return archive.read(info)


def _array_bytes(array: NDArray[Any]) -> bytes:
    made = io.BytesIO()
    np.save(made, np.ascontiguousarray(array), allow_pickle=False)
    return made.getvalue()


def _damaged(path: Path, why: str) -> ModelDamagedError:
    return ModelDamagedError(
        f"This is not a sound text model: {why}.",
        where=str(path),
        todo="Fetch the file again from whoever made it, or train it again.",
    )
