"""What the benchmark of many forms counts and writes."""

import csv
from pathlib import Path

from benchmarks import identify
from benchmarks.identify import REFUSED, Tally


def tally(*pairs: tuple[str, str]) -> Tally:
    made = Tally()
    made.taken.update(pairs)
    made.seconds = [0.1 for _ in pairs]
    return made


def test_a_page_is_right_refused_or_wrong() -> None:
    counted = tally(("a/1", "a/1"), ("a/1", "b/1"), ("b/1", REFUSED))
    assert (counted.total, counted.right, counted.refused) == (3, 1, 1)
    assert "wrong   1" in counted.line("all")


def test_tallies_add_up() -> None:
    counted = tally(("a/1", "a/1"))
    counted.add(tally(("a/1", "a/1"), ("a/1", REFUSED)))
    assert (counted.total, counted.right) == (3, 2)


def test_the_matrix_has_what_a_page_is_against_what_it_was_taken_for(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    identify._write(tally(("a/1", "a/1"), ("a/1", "b/1"), ("b/1", REFUSED)), path)
    head, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert head == ["", REFUSED, "a/1", "b/1"]
    assert rows == [["a/1", "0", "1", "1"], ["b/1", "1", "0", "0"]]


def test_nothing_taken_is_told_without_a_time() -> None:
    assert "pages     0" in Tally().line("none")
