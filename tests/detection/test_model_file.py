"""A model is data: what was changed, cut or made for other steps is refused, and nothing in it is run."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sosiego.detection import model_file
from sosiego.detection.model_file import read_model
from sosiego.detection.text import STARTER


def rewritten(folder: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(STARTER) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    path = folder / "changed.model"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, why: str) -> None:
    with pytest.raises(model_file.ModelDamagedError, match=why):
        read_model(path)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(model_file.ModelNotFoundError) as caught:
        read_model(tmp_path / "none.model")
    assert str(caught.value) == (
        "There is no text model here.\n"
        f"  where: {tmp_path / 'none.model'}\n"
        "  do: Train one with `sosiego content train`, or leave --model out to use the starter model."
    )


def test_a_changed_array_is_refused(tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries["bias.npy"] = entries["bias.npy"][:-1] + b"\x7f"

    refused(rewritten(tmp_path, change), "bias.npy is not what the card says")


def test_a_pickle_in_an_array_is_never_run(tmp_path: Path) -> None:
    made = io.BytesIO()
    np.save(made, np.array([{"run": "me"}], dtype=object), allow_pickle=True)

    def change(entries: dict[str, bytes]) -> None:
        import hashlib

        entries["bias.npy"] = made.getvalue()
        card = json.loads(entries["card.json"])
        card["digests"]["bias.npy"] = hashlib.sha256(made.getvalue()).hexdigest()
        entries["card.json"] = json.dumps(card).encode()

    refused(rewritten(tmp_path, change), "allow_pickle=False")


def test_arrays_of_the_wrong_shape_are_refused(tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        card = json.loads(entries["card.json"])
        card["labels"] = card["labels"][1:]
        entries["card.json"] = json.dumps(card).encode()

    refused(rewritten(tmp_path, change), "do not fit 20000 n-grams and 11 labels")


def test_a_foreign_entry_is_refused(tmp_path: Path) -> None:
    refused(
        rewritten(tmp_path, lambda entries: entries.update({"x.pkl": pickle.dumps(1)})), "it holds .*x.pkl"
    )


def test_what_is_not_a_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.model").write_bytes(b"not a model")
    refused(tmp_path / "a.model", "it is not a zip file")


def test_a_cut_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.model").write_bytes(STARTER.read_bytes()[:-500])
    refused(tmp_path / "a.model", "it is not a zip file")


def test_a_model_for_other_steps_is_refused(tmp_path: Path) -> None:
    def change(entries: dict[str, bytes]) -> None:
        card = json.loads(entries["card.json"])
        card["steps"] = ["case"]
        entries["card.json"] = json.dumps(card).encode()

    with pytest.raises(model_file.ModelNotForThisVersionError, match="prepared by other steps"):
        read_model(rewritten(tmp_path, change))


def test_a_name_that_cannot_stand_in_an_id_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    model = read_model(STARTER)
    card = replace(model.card, name="Mi Modelo")
    with pytest.raises(model_file.ModelNameError, match="“Mi Modelo” cannot be part"):
        model_file.write_model(tmp_path / "a", card, model.ngrams, model.idf, model.weights, model.bias)
