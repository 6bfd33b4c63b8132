"""総合窓口クラウド through its API: what it takes, refuses, finds and shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_clerk import RISAI_POSTED, CloudClerk
from conftest import NOON

from samples.legacy.rows import doubled, half, read_rows
from samples.legacy.spa.server import CloudServer

ACCOUNT = {"009001": "renshu2003"}
RISAI_VALUES = {
    "shinsei_date": "2024-10-20",
    "kana": "スズキ　ジロウ",
    "name": "鈴木　次郎",
    "postal": "9260021",
    "address": "石川県七尾市本府中町",
    "phone": "09012345678",
    "relation": "本人",
    "setai_ninzu": "4",
    "house_address": "石川県七尾市本府中町イ25",
    "house_kind": "持家",
    "risai_date": "2024-09-21",
    "cause": "風水害",
    "damage": ("屋根", "床上浸水"),
    "photo": "有",
    "copies": "2",
}


@pytest.fixture(scope="module")
def cloud_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cloud") / "cloud.db"


@pytest.fixture(scope="module")
def cloud(cloud_db: Path) -> Iterator[CloudClerk]:
    """One for the file: tests tell their applications apart by their names."""
    with CloudServer(cloud_db, accounts=ACCOUNT, now=lambda: NOON) as server:
        clerk = CloudClerk(server.url)
        clerk.log_in()
        yield clerk
        clerk.close()


def test_an_application_is_stored_as_the_other_system_stores_it(
    cloud: CloudClerk, cloud_db: Path
) -> None:
    answer = cloud.enter("rs", RISAI_POSTED)
    number = answer.json()["number"]
    row = next(row for row in read_rows(cloud_db) if row.uketsuke_no == number)
    assert answer.status_code == 201
    assert number.startswith("令06-罹-")
    assert row.values == RISAI_VALUES
    assert half(cloud_db) == 0


def test_the_sign_between_server_and_weather_never_leaves(cloud: CloudClerk) -> None:
    answer = cloud.enter("rs", {**RISAI_POSTED, "kana": "シルシ　ナシ"})
    assert "x-row-written" not in answer.headers


def test_two_registrations_double(cloud: CloudClerk, cloud_db: Path) -> None:
    before = doubled(cloud_db)
    for _ in range(2):
        cloud.enter("rs", {**RISAI_POSTED, "kana": "ニド　コ"})
    assert doubled(cloud_db) == before + 1


def test_the_list_is_searched_and_comes_in_pieces(cloud: CloudClerk) -> None:
    for _ in range(52):
        cloud.register("rs", {**RISAI_POSTED, "kana": "タクサン　コ"})
    path = "/procedures/rs/applications"
    first = cloud.get(path, kana="タクサン").json()
    second = cloud.get(path, kana="タクサン", page=2).json()
    assert (first["total"], len(first["rows"]), len(second["rows"])) == (52, 50, 2)
    assert not {r["id"] for r in first["rows"]} & {r["id"] for r in second["rows"]}
    number = second["rows"][1]["cells"][0]
    (only,) = cloud.get(path, number=number).json()["rows"]
    assert only["cells"][1] == "タクサン　コ"
    assert cloud.get(path, kana="イナイ").json()["total"] == 0


def test_the_details_show_every_item_by_its_label(cloud: CloudClerk) -> None:
    number = cloud.enter("rs", {**RISAI_POSTED, "kana": "ショウカイ　コ"}).json()["number"]
    path = "/procedures/rs/applications"
    (row,) = cloud.get(path, number=number).json()["rows"]
    said = cloud.get(f"{path}/{row['id']}").json()
    shown = {each["label"]: each["text"] for each in said["shown"]}
    assert said["number"] == number
    assert shown["申請年月日"] == "2024/10/20"
    assert shown["郵便番号"] == "926-0021"
    assert shown["被害箇所"] == "屋根、床上浸水"
    assert shown["代理人氏名"] == ""


WRONG = [
    ("kana", "すずき", "氏名（カナ）は全角カタカナで入力してください。"),
    ("kana", "", "氏名（カナ）を入力してください。"),
    ("name", "鈴" * 26, "氏名は25文字以内で入力してください。"),
    ("postal", "12-3", "郵便番号は7桁の数字で入力してください。"),
    ("phone", "0901234", "電話番号は10桁か11桁の数字で入力してください。"),
    ("phone", "電話なし", "電話番号は10桁か11桁の数字で入力してください。"),
    ("relation", "9", "被災住家との関係を選び直してください。"),
    ("setai_ninzu", "四", "世帯人数は2桁以内の数字で入力してください。"),
    ("cause", "", "罹災原因を選択してください。"),
    ("risai_date", "2024-02-30", "罹災年月日の日付が正しくありません。"),
    ("risai_date", ["3", "65", "1", "1"], "罹災年月日の日付が正しくありません。"),
    ("damage", ["1", "7"], "被害箇所を選び直してください。"),
]


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_what_is_wrong_is_refused_in_its_own_words(
    cloud: CloudClerk, cloud_db: Path, field: str, value: str | list[str], words: str
) -> None:
    before = len(read_rows(cloud_db))
    for answer in (
        cloud.enter("rs", {**RISAI_POSTED, field: value}),
        cloud.register("rs", {**RISAI_POSTED, field: value}),
    ):
        assert answer.status_code == 422
        assert answer.json()["fields"] == {field: words}
    assert len(read_rows(cloud_db)) == before


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ("0312345678", "0312345678"),
        ("03-1234-5678", "0312345678"),
        ("0479-11-2222", "0479112222"),
    ],
)
def test_a_phone_comes_with_or_without_hyphens(
    cloud: CloudClerk, cloud_db: Path, posted: str, stored: str
) -> None:
    number = cloud.enter("rs", {**RISAI_POSTED, "phone": posted}).json()["number"]
    row = next(row for row in read_rows(cloud_db) if row.uketsuke_no == number)
    assert row.values["phone"] == stored


def test_a_character_outside_jis_is_kept(cloud: CloudClerk, cloud_db: Path) -> None:
    number = cloud.enter("rs", {**RISAI_POSTED, "name": "𠮷田　次郎"}).json()["number"]
    row = next(row for row in read_rows(cloud_db) if row.uketsuke_no == number)
    assert row.values["name"] == "𠮷田　次郎"


def test_the_postal_code_gives_the_town(cloud: CloudClerk) -> None:
    assert cloud.get("/postal", code="1000001").json()["address"] == "東京都千代田区千代田"
    assert cloud.get("/postal", code="100").json()["address"] == ""


@pytest.mark.parametrize(
    ("code", "value", "labels"),
    [
        ("rs", "02", ["被害箇所", "被害の状況", "自己判定方式", "写真の添付"]),
        ("rs", "", []),
        ("jt", "1", ["配偶者氏名", "配偶者個人番号"]),
        ("jt", "2", []),
    ],
)
def test_the_late_block_depends_on_the_choice(
    cloud: CloudClerk, code: str, value: str, labels: list[str]
) -> None:
    fields = cloud.get(f"/procedures/{code}/late", value=value).json()["fields"]
    assert [each["label"] for each in fields] == labels


def test_the_late_block_is_not_in_the_form_before(cloud: CloudClerk) -> None:
    form = cloud.get("/procedures/rs/form").json()
    labels = {field["label"] for section in form["sections"] for field in section["fields"]}
    assert "被害箇所" not in labels
    assert "必要部数" in labels


def test_who_is_not_logged_in_gets_nothing(cloud: CloudClerk) -> None:
    stranger = CloudClerk(str(cloud.client.base_url))
    assert stranger.get("/procedures/rs/form").status_code == 401
    assert stranger.log_in(password="wrong") == 422
    assert stranger.log_in() == 200
    assert stranger.get("/procedures/rs/form").status_code == 200
    assert stranger.post("/logout", {}).status_code == 200
    assert stranger.get("/procedures/rs/form").status_code == 401
    stranger.close()


def test_a_forged_request_is_refused(cloud: CloudClerk, cloud_db: Path) -> None:
    before = len(read_rows(cloud_db))
    path = "/api/procedures/rs/applications"
    answer = cloud.client.post(path, json={"values": RISAI_POSTED})
    assert answer.status_code == 403
    assert len(read_rows(cloud_db)) == before


@pytest.mark.parametrize("path", ["/procedures/zz/form", "/procedures/rs/applications/999999"])
def test_what_is_not_there_is_not_found(cloud: CloudClerk, path: str) -> None:
    assert cloud.get(path).status_code == 404


def test_the_page_names_its_files_by_their_content(cloud: CloudClerk) -> None:
    page = cloud.client.get("/").text
    script = page.partition('src="')[2].partition('"')[0]
    answer = cloud.client.get(script)
    assert "{{" not in page
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert cloud.client.get(script.replace("app.js", "no.js")).status_code == 404
