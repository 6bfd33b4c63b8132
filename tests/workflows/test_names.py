"""File names as text and back, and names that fit."""

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.intake.names import MAX_BYTES, numbered, shortened, to_path, to_text

RAW_NAMES = st.binary(min_size=1, max_size=200).filter(
    lambda raw: not set(raw) & {0, 47, 92} and raw not in (b".", b"..")
)


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
@given(RAW_NAMES)
def test_any_name_comes_back_from_its_text(raw: bytes) -> None:
    path = Path(os.fsdecode(raw))
    text = to_text(path)
    text.encode("utf-8")
    assert to_path(text) == path


@given(st.text(min_size=1, max_size=300), st.sampled_from([".pdf", ".txt", ".pdf.txt"]))
def test_a_shortened_name_fits_and_keeps_its_end(stem: str, tail: str) -> None:
    name = shortened(stem, tail)
    assert len(name.encode("utf-8", "surrogatepass")) <= MAX_BYTES
    assert name.endswith(tail)
    assert stem.startswith(name.removesuffix(tail))


@given(st.text(alphabet="あa漢.🐈 ", min_size=1, max_size=100))
def test_numbered_names_differ_and_fit_with_their_note(name: str) -> None:
    names = list(islice(numbered(name + ".pdf", ".txt"), 5))
    assert len(set(names)) == 5
    assert all(len((each + ".txt").encode("utf-8")) <= MAX_BYTES for each in names)
