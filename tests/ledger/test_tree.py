"""The tree against the published vectors of RFC 6962 / 9162 and against a naive recomputation."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.ledger import tree

# The reference inputs of the Certificate Transparency test suite (google/certificate-transparency,
# merkletree/merkle_tree_test.cc), with the roots of their first 1, 2, … 8 leaves.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf_hash(leaf) for leaf in INPUTS]


def naive(leaves: list[bytes]) -> bytes:
    """MTH as RFC 9162 §2.1.1 writes it."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return tree.node_hash(naive(leaves[:split]), naive(leaves[split:]))


def subtree_of(leaves: list[bytes]) -> tree.Subtree:
    nodes = {(level, index): hash_ for level, index, hash_ in tree.completed(0, [], leaves)}
    return lambda level, index: nodes[level, index] if level else leaves[index]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_reference_implementation(size: int) -> None:
    assert tree.root(size, subtree_of(LEAVES[:size])).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree.root(0, subtree_of([])).hex() == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            2,
            3,
            ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
        ),
    ],
)
def test_the_inclusion_proofs_are_those_of_the_reference_implementation(
    index: int, size: int, path: list[str]
) -> None:
    found = tree.inclusion_proof(index, size, subtree_of(LEAVES[:size]))
    assert [step.hex() for step in found] == path


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        (1, 1, []),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ],
)
def test_the_consistency_proofs_are_those_of_the_reference_implementation(
    first: int, second: int, path: list[str]
) -> None:
    found = tree.consistency_proof(first, second, subtree_of(LEAVES[:second]))
    assert [step.hex() for step in found] == path


sizes = st.integers(1, 70)


def some_leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(b"%d" % place) for place in range(size)]


@given(first=st.integers(0, 40), more=st.integers(0, 40))
def test_a_tree_that_grows_is_the_tree_built_at_once(first: int, more: int) -> None:
    leaves = some_leaves(first + more)
    subtree = subtree_of(leaves)
    frontier = [subtree(level, index) for level, index in tree.peaks(first)]
    grown = tree.completed(0, [], leaves[:first]) + tree.completed(first, frontier, leaves[first:])
    assert sorted(grown) == sorted(tree.completed(0, [], leaves))
    assert tree.root(first + more, subtree) == naive(leaves)


@given(data=st.data(), size=sizes)
def test_an_inclusion_proof_holds_for_its_leaf_and_no_other(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    root = naive(leaves)
    path = tree.inclusion_proof(index, size, subtree_of(leaves))
    assert tree.inclusion_holds(leaves[index], index, size, path, root)
    assert not tree.inclusion_holds(tree.leaf_hash(b"another"), index, size, path, root)
    assert not tree.inclusion_holds(leaves[index], index, size, [*path, root], root)
    if path:
        assert not tree.inclusion_holds(leaves[index], index, size, path[:-1], root)
        assert not tree.inclusion_holds(leaves[index], index ^ 1, size, path, root)


@given(data=st.data(), second=sizes)
def test_a_consistency_proof_holds_between_its_two_trees_only(data: st.DataObject, second: int) -> None:
    first = data.draw(st.integers(1, second))
    leaves = some_leaves(second)
    before, after = naive(leaves[:first]), naive(leaves)
    path = tree.consistency_proof(first, second, subtree_of(leaves))
    assert tree.consistency_holds(first, second, before, after, path)
    rewritten = naive([tree.leaf_hash(b"rewritten"), *leaves[1:]])
    assert not tree.consistency_holds(first, second, before, rewritten, path)
    assert not tree.consistency_holds(
        first, second, rewritten if first > 1 else after + b"", after, [*path, before]
    )


def test_there_is_no_proof_of_what_the_tree_does_not_have() -> None:
    with pytest.raises(ValueError, match="no leaf 3 in a tree of 3"):
        tree.inclusion_proof(3, 3, subtree_of(LEAVES))
    with pytest.raises(ValueError, match="no tree of 4 leaves before one of 3"):
        tree.consistency_proof(4, 3, subtree_of(LEAVES))
    assert not tree.inclusion_holds(LEAVES[0], 3, 3, [], LEAVES[0])
