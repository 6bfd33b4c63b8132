"""Pieces and sheets written out for the template editor."""

from pathlib import Path

import pytest

from forms.catalogue import DEFINITIONS
from forms.plain import plain_text
from forms.source import load_form
from tests.forms.test_sheet import DOG, HEAD

PLACED = (
    HEAD
    + """\
pages: [{}]
fields:
  # 飼い主
  - use: applicant
    at:
      kana: {box: [10, 10, 60, 8]}
      name: {box: [10, 20, 60, 10]}

  # 犬
  - {id: dog, label: 犬, type: text, box: [10, 40, 60, 10]}  # 呼び名
rules:
  - kind: differ  # 名付けのならい
    fields: [name, dog]
    message: 犬に飼い主の名が付いています。
"""
)


def both(folder: Path, text: str) -> tuple[object, object]:
    folder.mkdir()
    path = folder / "form.yaml"
    path.write_text(text, encoding="utf-8")
    before = load_form(path)
    path.write_text(plain_text(text, path), encoding="utf-8")
    return before, load_form(path)


@pytest.mark.parametrize("text", [DOG, PLACED], ids=["sheet", "placed"])
def test_the_form_stays_the_same(text: str, tmp_path: Path) -> None:
    before, after = both(tmp_path / "form", text)
    assert before == after


def test_only_the_piece_is_written_anew() -> None:
    text = plain_text(PLACED, Path("form.yaml"))
    for kept in ("  # 飼い主\n", "\n\n  # 犬\n", "  # 呼び名\n", "differ  # 名付けのならい\n"):
        assert kept in text
    assert "use:" not in text
    assert text.count("- kind: ") == 2  # of the piece, that kana and name belong together


def test_bars_of_a_sheet_become_comments() -> None:
    text = plain_text(DOG, Path("form.yaml"))
    assert "  # １ 所有者\n  - {id: kana" in text


def test_a_plain_form_is_left_as_it_is(tmp_path: Path) -> None:
    plain = plain_text(PLACED, tmp_path / "form.yaml")
    assert plain_text(plain, tmp_path / "form.yaml") is plain


@pytest.mark.parametrize(
    "path", sorted(DEFINITIONS.glob("*/form.yaml")), ids=lambda p: p.parent.name
)
def test_every_shipped_form_can_be_edited(path: Path, tmp_path: Path) -> None:
    before, after = both(tmp_path / "form", path.read_text(encoding="utf-8"))
    assert before == after
