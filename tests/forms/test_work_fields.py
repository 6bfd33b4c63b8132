"""The ministry's fields of work: what a form says is counted under one of them."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import BadDeclaration
from forms.work_fields import load_work_fields, shipped
from tests.ours import OURS


def test_there_are_ten_names_and_the_rest() -> None:
    assert len(shipped().fields) == 10
    assert shipped().titles[-1] == "その他"


def test_what_the_ministrys_paper_names_is_marked_as_read_there_and_the_rest_is_not() -> None:
    confirmed = [each.title for each in shipped().fields if each.confirmed]
    assert confirmed == ["財政・会計・財務", "組織・職員（行政改革を含む）", "児童福祉・子育て"]
    assert len(shipped().unconfirmed) == 7


def test_every_form_that_we_ship_stands_in_the_list() -> None:
    for form in OURS:
        assert form.work_field in shipped().titles, form.id


@pytest.mark.parametrize(
    ("word", "counted"),
    [
        ("児童福祉・子育て", "児童福祉・子育て"),
        ("組織・職員(行政改革を含む)", "組織・職員（行政改革を含む）"),
        ("介護・高齢者福祉", "高齢者福祉・介護"),
        (" 健康･医療 ", "健康・医療"),
        ("その他", "その他"),
        ("災害対策・被災者支援", "その他"),
        ("", "その他"),
    ],
)
def test_a_word_is_counted_under_the_name_it_means(word: str, counted: str) -> None:
    assert shipped().counted(word) == counted


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("児童福祉子育て", "児童福祉・子育て"),
        ("児童福祉・子育", "児童福祉・子育て"),
        ("災害対策・被災者支援", None),
        ("児童福祉・子育て", None),
        ("その他", None),
    ],
)
def test_a_slip_of_the_hand_is_told_with_the_nearest_name(word: str, meant: str | None) -> None:
    assert shipped().meant(word) == meant


def own(folder: Path, text: str) -> Path:
    path = folder / "work_fields.yaml"
    path.write_text(text, encoding="utf-8")
    return folder


LIST = "as_of: 2026-04-01\nsource: 令和8年度調査\nrest: その他\nfields:\n"


def test_an_office_has_its_own_list_beside_its_forms(tmp_path: Path) -> None:
    folder = own(tmp_path, LIST + "  - {title: 防災, also: [災害対策]}\n")
    found = Catalogue.load(folder).work_fields
    assert found.titles == ("防災", "その他")
    assert found.counted("災害対策") == "防災"


@pytest.mark.parametrize(
    ("line", "told"),
    [("  - {titel: 防災}\n", "title"), ("  - {title: 防災}\n  - {title: 防 災}\n", "同じ名前")],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(BadDeclaration) as raised:
        load_work_fields([own(tmp_path, LIST + line)])
    assert told in f"{raised.value.message} {raised.value.advice}"
