"""Sealed files: whole or refused."""

from collections.abc import Callable

import pytest

from workflows.sealing import CannotOpen, NoKey, Ring
from workflows.sealing.streams import HEAD_BYTES, MAGIC, PIECE, key_of, opened, sealed

SEALED_PIECE = PIECE + 16


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_a_file_of_any_size_opens_as_it_was(ring: Ring, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    kept = sealed(content, ring)
    assert opened(kept, ring) == content
    assert key_of(kept) == ring.active_id()


def test_what_is_in_clear_is_read_as_it_is(ring: Ring) -> None:
    assert opened(b"%PDF-1.7 ...", ring) == b"%PDF-1.7 ..."
    assert opened(b"", ring) == b""
    assert key_of(b"%PDF-1.7") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:HEAD_BYTES],
        lambda data: data[: HEAD_BYTES - 3],
        lambda data: data[: HEAD_BYTES + SEALED_PIECE],  # the last piece is cut off
        lambda data: (
            data[:HEAD_BYTES]
            + data[HEAD_BYTES + SEALED_PIECE : HEAD_BYTES + 2 * SEALED_PIECE]
            + data[HEAD_BYTES : HEAD_BYTES + SEALED_PIECE]
            + data[HEAD_BYTES + 2 * SEALED_PIECE :]
        ),
        lambda data: data[: HEAD_BYTES - 1] + bytes([data[HEAD_BYTES - 1] ^ 1]) + data[HEAD_BYTES:],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    ],
    ids=["short", "long", "head", "less", "cut", "turned", "salt", "bit"],
)
def test_what_was_changed_does_not_open(ring: Ring, spoil: Callable[[bytes], bytes]) -> None:
    whole = sealed(bytes(2 * PIECE + 7), ring)
    with pytest.raises((CannotOpen, NoKey)):
        opened(spoil(whole), ring)


def test_without_keys_a_sealed_file_is_told_as_such(ring: Ring) -> None:
    with pytest.raises(NoKey):
        opened(sealed(b"abc", ring), None)
    assert sealed(b"abc", None) == b"abc"


def test_the_same_content_looks_different_each_time(ring: Ring) -> None:
    one, two = sealed(b"abc", ring), sealed(b"abc", ring)
    assert one.startswith(MAGIC)
    assert one != two
    assert b"abc" not in one
