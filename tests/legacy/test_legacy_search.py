"""検索, 一覧 and 照会 of the practice target system over HTTP."""

from __future__ import annotations

import re

import pytest
from legacy_clerk import Clerk
from legacy_forms import JIDO, KAIGO
from legacy_forms import date as era_date

from samples.legacy.procedures.jido_teate import JIDO_TEATE
from samples.legacy.procedures.kaigo import KAIGO as KAIGO_PROCEDURE


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"UKT_NO": "令06-介-000002"}, 1),
        ({"HHS_NO": "0012345678"}, 2),
        ({"HHS_KN": "ﾀｶ"}, 2),
        ({"HHS_KN": "ｶﾊ"}, 0),
        ({"HHS_KN": "%"}, 0),
        (era_date("HHS_BD", "2", "14", "01", "09"), 2),
        (era_date("SNS_DT", "5", "6", "12", "1"), 2),
        ({"HHS_NO": "0012345678", **era_date("SNS_DT", "5", "6", "12", "2")}, 0),
    ],
)
def test_a_search_finds_by_each_condition(
    clerk: Clerk, condition: dict[str, str], found: int
) -> None:
    clerk.enter(KAIGO_PROCEDURE, KAIGO)
    clerk.enter(KAIGO_PROCEDURE, KAIGO)
    page = clerk.post("/kg/kensaku.do", condition)
    assert len(re.findall(r"令06-介-00000\d</TD>", page)) == found


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({}, "検索条件を入力してください(E0301)"),
        ({"SKS_KN": "ｻﾄｳ"}, "該当するデータはありません(I0301)"),
        ({"SKS_KN": "サトウ"}, "カナ氏名は半角カナで入力してください(E0103)"),
        (era_date("SKS_BD", "3", "65", "1", "1"), "生年月日の日付に誤りがあります(E0111)"),
    ],
)
def test_a_search_says_why_it_shows_nothing(
    clerk: Clerk, condition: dict[str, str], message: str
) -> None:
    assert message in clerk.post("/jt/kensaku.do", condition)


def test_the_list_turns_its_page_after_twenty(clerk: Clerk) -> None:
    clerk.enter(JIDO_TEATE, JIDO)
    for _ in range(20):
        clerk.post("/jt/toroku.do", {})
    page = clerk.post("/jt/kensaku.do", {"SKS_KN": "ｻﾄｳ"})
    assert page.count("shokai.do") == 20
    assert "<B>21</B>件" in page
    second = clerk.get("/jt/ichiran.do?PAGE=2")
    assert second.count("shokai.do") == 1
    assert "令06-児-000021" in second


def test_the_detail_shows_every_field_with_era_dates_and_the_whole_my_number(clerk: Clerk) -> None:
    clerk.enter(JIDO_TEATE, JIDO)
    page = clerk.get("/jt/shokai.do?ID=1")
    cells = dict(re.findall(r"<TH[^>]*>([^<]+)</TH><TD[^>]*>(?:<B>)?([^<]*)", page))
    assert cells["受付番号"] == "令06-児-000001"
    assert cells["登録日時"] == "令和06年12月03日 12:00:00"
    assert cells["個人番号"] == "123456789018"
    assert cells["生年月日"] == "昭和60年04月03日"
    assert cells["電話番号"] == "03-1234-5678"
    assert cells["住所"] == "東京都千代田区千代田　１－１"
    assert cells["職業コード"] == "01:会社員"
    assert {item.heading for item in JIDO_TEATE.items} <= set(cells)


def test_a_row_that_is_not_there_has_no_detail(clerk: Clerk) -> None:
    assert "(E0302)" in clerk.get("/jt/shokai.do?ID=9")
