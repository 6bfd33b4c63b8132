"""The list of long files names files that are there."""

from pathlib import Path

from tests.order import LONGEST

TESTS = Path(__file__).parents[1]


def test_every_long_file_is_there_once() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)
