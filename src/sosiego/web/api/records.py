"""Proofs from the ledger: anybody may check that nothing was changed, without reading the entries."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Path, Schema

from sosiego.ledger import checkpoint, queries
from sosiego.web.api.access import everybody
from sosiego.web.api.root import PROBLEMS, api


class CheckpointOut(Schema):
    size: int
    note: str


class ProofOut(Schema):
    index: int
    size: int
    leaf_hash: str
    root: str
    path: list[str]


@api.get(
    "/ledger/checkpoint",
    auth=everybody,
    response={200: CheckpointOut, **PROBLEMS},
    summary="The signed size and root of the ledger",
    tags=["ledger"],
)
def get_checkpoint(request: HttpRequest) -> dict[str, Any]:
    now = checkpoint.current()
    return {"size": now.size, "note": checkpoint.signed(now)}


@api.get(
    "/ledger/proofs/{index}",
    auth=everybody,
    response={200: ProofOut, **PROBLEMS},
    summary="That an entry stands in the ledger",
    tags=["ledger"],
)
def get_proof(request: HttpRequest, index: int = Path(..., ge=0, le=2**62)) -> dict[str, Any]:
    return asdict(queries.proof(index))
