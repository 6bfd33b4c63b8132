"""書き出し on its pages: choosing, what stood in the way, the file, the layouts."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from forms.record import Value
from tests.review.seeding import JIDO, RISAI, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role

ASKED = {"layout": "standard:risai-shomei:csv", "encoding": "cp932", "states": ["ready"]}
LAYOUT = """\
layout: daicho
title: 台帳
form: risai-shomei
format: csv
columns:
  - {field: name}
"""


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def add(office: Office, **values: Value) -> int:
    return office.add("risai-shomei", {**RISAI, **values}, picture=False)


def send(visitor: Visitor, path: str, said: dict[str, Any]) -> Any:
    return visitor.client.post(path, data=said | {"token": visitor.token})


def exported(visitor: Visitor, said: dict[str, Any]) -> str:
    answer = send(visitor, "/exports", said)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def column(**more: object) -> dict[str, object]:
    return {"field": "name", **more}


def edited(**more: object) -> dict[str, object]:
    made = {"layout": "daicho", "title": "台帳", "form": "risai-shomei", "format": "csv"}
    return {"layout": made | {"columns": [column()]} | more, "mark": None}


def test_a_file_is_made_told_and_taken_once(clerk: Visitor, office: Office) -> None:
    add(office)
    place = exported(clerk, ASKED)
    told = clerk.text(place)
    assert "罹災証明書交付申請書 標準: 1 件" in told
    assert re.search(r"SHA-256 [0-9a-f]{64}", told)
    answer = send(clerk, f"{place}/file", {})
    assert "山田　花子" in answer.content.decode("cp932")
    assert answer.headers["content-disposition"].startswith("attachment")
    made = re.search(r"作った時.*?(\d+)年(\d+)月(\d+)日", told, re.DOTALL)
    assert made
    assert f"_{made[1]}{int(made[2]):02}{int(made[3]):02}_" in answer.headers["content-disposition"]
    assert send(clerk, f"{place}/file", {}).status_code == 404
    assert "受け取り済み" in clerk.text("/exports")


def test_characters_that_do_not_fit_are_asked_about_and_written_as_said(
    clerk: Visitor, office: Office
) -> None:
    number = add(office, name="𠮷田　花子", damage_text="\u301c")
    answer = send(clerk, "/exports", ASKED)
    assert answer.status_code == 422
    assert "𠮷" in answer.text
    assert "U+20BB7" in answer.text
    assert f'<a href="/records/{number}/history">{number}</a> 氏名' in answer.text
    assert 'value="\uff5e"' in answer.text  # a twin is proposed, nothing is done by itself
    half = ASKED | {"original": ["𠮷", "\u301c"], "written": ["吉", ""]}
    assert send(clerk, "/exports", half).status_code == 422
    place = exported(clerk, ASKED | {"original": ["𠮷", "\u301c"], "written": ["吉", "\uff5e"]})
    assert "<dt>置きかえた文字</dt><dd>2 文字（𠮷 → 吉、\u301c → \uff5e）</dd>" in clerk.text(place)


def test_who_has_lost_the_department_cannot_take_the_file(clerk: Visitor, office: Office) -> None:
    add(office)
    place = exported(clerk, ASKED)
    clerk.sign_in("田中", Role.SUPERVISOR, ["介護保険課"])
    assert send(clerk, f"{place}/file", {}).status_code == 404


def test_another_person_cannot_take_the_file(clerk: Visitor, office: Office) -> None:
    add(office)
    place = exported(clerk, ASKED)
    clerk.sign_in("鈴木")
    assert clerk.client.get(place).status_code == 404
    assert send(clerk, f"{place}/file", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.IT, Role.AUDITOR])
def test_who_may_not_export_sees_no_page_of_it(client: TestClient, role: Role) -> None:
    visitor = Visitor(client).sign_in("木村", role)
    for path in ("/exports", "/exports/1", "/exports/layouts/new?form=risai-shomei"):
        assert client.get(path).status_code == 403, path
    assert send(visitor, "/exports", ASKED).status_code == 403
    assert visitor.call("/exports/layouts", edited()).status_code == 403


def test_another_departments_form_is_not_offered_and_not_exported(
    client: TestClient, office: Office
) -> None:
    visitor = Visitor(client).sign_in("木村", Role.CLERK, ["介護保険課"])
    assert "standard:risai-shomei:csv" not in visitor.text("/exports")
    assert send(visitor, "/exports", ASKED).status_code == 404
    assert client.get("/exports/layouts/new?form=risai-shomei").status_code == 404
    assert visitor.call("/exports/layouts", edited()).status_code == 404


def test_the_standard_holds_no_my_number(clerk: Visitor, office: Office) -> None:
    office.add("jido-teate-nintei", JIDO, picture=False)
    place = exported(clerk, ASKED | {"layout": "standard:jido-teate-nintei:json"})
    assert "123456789018" not in send(clerk, f"{place}/file", {}).text


@pytest.mark.parametrize(
    "said",
    [
        {"layout": ""}, {"layout": "standard:risai-shomei:exe"}, {"states": []},
        {"states": ["received"]}, {"since": "きのう"},
        {"since": "2026-04-02", "until": "2026-04-01"},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused_in_japanese(
    clerk: Visitor, said: dict[str, Any]
) -> None:
    answer = send(clerk, "/exports", ASKED | said)
    assert answer.status_code == 422
    assert "ください" in answer.text


@pytest.mark.parametrize("name", ["own:../review", "own:nothing", "standard:nothing:csv"])
def test_a_layout_that_is_not_there_is_not_found(clerk: Visitor, name: str) -> None:
    assert send(clerk, "/exports", ASKED | {"layout": name}).status_code == 404


def test_a_layout_is_saved_from_the_table_and_used(clerk: Visitor, office: Office) -> None:
    add(office)
    columns = [column(title="お名前"), {"text": "01", "title": "区分"}]
    answer = clerk.call("/exports/layouts", edited(columns=columns))
    assert answer.json() == {"next": "/exports?layout=own:daicho"}
    text = (office.settings.home_path / "layouts" / "daicho.yaml").read_text(encoding="utf-8")
    assert "  - {field: name, title: お名前}\n" in text
    place = exported(clerk, ASKED | {"layout": "own:daicho", "encoding": ""})
    content = send(clerk, f"{place}/file", {}).content.decode("utf-8-sig")
    assert content == "お名前,区分\r\n山田　花子,01\r\n"


@pytest.mark.parametrize(
    ("more", "row", "words"),
    [
        ({"columns": [column(), {"field": "nane"}]}, 1, "項目はありません"),
        ({"columns": [column(), column(date="x")]}, 1, "使える値"),
        ({"columns": [{"text": "1"}, column(title="𠮷")], "encoding": "cp932"}, 1, "見出し"),
        ({"layout": "../x"}, None, "使えない文字"),
        ({"format": "fixed"}, 0, "bytes"),
        ({"newline": "none"}, None, "固定長"),
    ],
)
def test_a_mistake_in_the_table_comes_back_with_its_row(
    clerk: Visitor, more: dict[str, object], row: int | None, words: str
) -> None:
    answer = clerk.call("/exports/layouts", edited(**more))
    assert answer.status_code == 422
    first = answer.json()["mistakes"][0]
    assert first["row"] == row
    assert words in first["message"]


def test_yaml_with_a_mistake_is_given_back_with_its_line(clerk: Visitor, office: Office) -> None:
    text = LAYOUT.replace("field: name", "field: nane")
    answer = send(clerk, "/exports/layouts/yaml", {"text": text})
    assert answer.status_code == 422
    assert "6 行目" in answer.text
    assert "field: nane" in answer.text
    assert not (office.settings.home_path / "layouts").exists()


def test_a_layout_is_saved_as_yaml_edited_and_removed(clerk: Visitor) -> None:
    assert send(clerk, "/exports/layouts/yaml", {"text": LAYOUT}).status_code == 303
    assert "台帳（CSV）" in clerk.text("/exports")
    again = send(clerk, "/exports/layouts/yaml", {"text": LAYOUT.replace("台帳", "新台帳")})
    assert again.status_code == 409  # it was not opened before it was changed
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', clerk.text("/exports/layouts/daicho"))
    assert mark
    said = {"text": LAYOUT.replace("台帳", "新台帳"), "mark": mark[1]}
    assert send(clerk, "/exports/layouts/yaml", said).status_code == 303
    assert "新台帳" in clerk.text("/exports/layouts/daicho")
    assert send(clerk, "/exports/layouts/daicho/remove", {}).status_code == 303
    assert "台帳（CSV）" not in clerk.text("/exports")


def test_a_title_with_a_script_is_text_and_a_harmless_name_of_a_file(
    clerk: Visitor, office: Office
) -> None:
    add(office)
    text = LAYOUT.replace("台帳", '"<script>/../a"')
    send(clerk, "/exports/layouts/yaml", {"text": text})
    place = exported(clerk, ASKED | {"layout": "own:daicho"})
    assert "<script>/" not in clerk.text(place) + clerk.text("/exports")
    named = send(clerk, f"{place}/file", {}).headers["content-disposition"]
    assert "/" not in named.replace("utf-8''", "")
