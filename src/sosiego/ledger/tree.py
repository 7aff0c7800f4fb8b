"""The Merkle tree of RFC 9162 §2.1: hashes, roots, proofs and their verification. Pure, no storage.

A caller gives the hashes of complete subtrees through a `Subtree` function: `(level, index)` names the
subtree over the leaves `index * 2**level` up to, but without, `(index + 1) * 2**level`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Subtree = Callable[[int, int], bytes]

# RFC 9162 §2.1.1: the two prefixes keep a leaf from ever being taken for an inner node.
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of one leaf."""
    return hashlib.sha256(LEAF_PREFIX + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of the node above two subtrees."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def peaks(size: int) -> list[tuple[int, int]]:
    """The complete subtrees, as (level, index), that together cover `size` leaves; largest first."""
    found = []
    covered = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append((level, covered >> level))
            covered += 1 << level
    return found


def root(size: int, subtree: Subtree) -> bytes:
    """Root hash of the tree of the first `size` leaves."""
    if size == 0:
        return EMPTY_ROOT
    return _hash_of(0, size, subtree)


def completed(size: int, frontier: Sequence[bytes], leaves: Sequence[bytes]) -> list[tuple[int, int, bytes]]:
    """The inner nodes, as (level, index, hash), that become complete when leaf hashes join a tree.

    `frontier` holds the hashes of `peaks(size)`, in that order.
    """
    stack = [(level, frontier[place]) for place, (level, _) in enumerate(peaks(size))]
    made = []
    for place, leaf in enumerate(leaves, start=size):
        level, current = 0, leaf
        while stack and stack[-1][0] == level:
            current = node_hash(stack.pop()[1], current)
            level += 1
            made.append((level, place >> level, current))
        stack.append((level, current))
    return made


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """RFC 9162 §2.1.3.1: the hashes that lead from leaf `index` to the root of the first `size` leaves.

    Raises `ValueError` if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    begin, end = 0, size
    path = []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_hash_of(middle, end, subtree))
            end = middle
        else:
            path.append(_hash_of(begin, middle, subtree))
            begin = middle
    return path[::-1]


def consistency_proof(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """RFC 9162 §2.1.4.1: the hashes that show that `second` leaves only added to `first`.

    Raises `ValueError` unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"no tree of {first} leaves before one of {second}")
    begin, end, whole = 0, second, True
    path = []
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            path.append(_hash_of(middle, end, subtree))
            end = middle
        else:
            path.append(_hash_of(begin, middle, subtree))
            begin, whole = middle, False
    if not whole:
        path.append(_hash_of(begin, end, subtree))
    return path[::-1]


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """RFC 9162 §2.1.3.2: does `proof` lead from the leaf hash to the root?"""
    if not 0 <= index < size:
        return False
    place, last, current = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            current = node_hash(step, current)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            current = node_hash(current, step)
        place, last = place >> 1, last >> 1
    return last == 0 and current == root_hash


def consistency_holds(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """RFC 9162 §2.1.4.2: does `proof` show that the second tree only added to the first?"""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(leaves: int) -> int:
    """The largest power of two smaller than a number of leaves (RFC 9162's k)."""
    return 1 << (leaves - 1).bit_length() - 1


def _hash_of(begin: int, end: int, subtree: Subtree) -> bytes:
    """Hash over the leaves from `begin` up to, but without, `end`: a range that RFC 9162 splits into."""
    leaves = end - begin
    level = leaves.bit_length() - 1
    if leaves == 1 << level:
        return subtree(level, begin >> level)
    middle = begin + _split(leaves)
    return node_hash(_hash_of(begin, middle, subtree), _hash_of(middle, end, subtree))
