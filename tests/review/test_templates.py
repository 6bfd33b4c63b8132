"""The template pages without a browser: who may, what is refused, what is masked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from review.app import create_app
from review.pages import template_bench
from tests.review.conftest import BASE
from tests.review.seeding import Office
from tests.review.visiting import JSON, Visitor
from tests.traces import traces
from tests.workflows.templates.drawn import GOOD, FakeHelper, drawn
from workflows.accounts import Role
from workflows.audit import Act
from workflows.live_catalogue import LiveCatalogue
from workflows.makers import open_catalogue
from workflows.sealing.streams import MAGIC
from workflows.templates import Templates

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 64
NUMBER = "123456789018"


@pytest.fixture
def app(office: Office) -> FastAPI:
    """The pages with a reading process that reads nothing, over forms that can change."""
    catalogue = open_catalogue(office.settings)
    app = create_app(office.store, catalogue, office.settings)
    helper = FakeHelper(office.settings)
    made = Templates(office.store, catalogue, office.settings, app.state.room.clock, helper)
    app.state.room = replace(app.state.room, templates=made)
    return app


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[Visitor]:
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield Visitor(client).sign_in("情報", Role.IT)


def upload(
    visitor: Visitor, content: bytes = PNG, query: str = "use=blank", name: str = "a.png"
) -> Any:
    headers = JSON | {"X-CSRF-Token": visitor.token, "X-File-Name": name}
    return visitor.client.post(f"/templates/upload?{query}", content=content, headers=headers)


def begun(visitor: Visitor, **changes: Any) -> str:
    """A workbench with a whole form."""
    answer = upload(visitor)
    assert answer.status_code == 200, answer.text
    bench = str(answer.json()["next"]).rpartition("/")[2]
    kept = visitor.call("/templates/state", state(bench, 1, **changes))
    assert kept.json()["mistakes"] == [], kept.text
    return bench


def state(bench: str, serial: int, **changes: Any) -> dict[str, Any]:
    return {"bench": bench, "serial": serial, "declaration": drawn(**changes)}


def tried(visitor: Visitor, bench: str, *, invented: bool, name: str = "a.png") -> tuple[str, str]:
    more = "&invented=true" if invented else ""
    answer = upload(visitor, PNG, f"use=try&bench={bench}{more}", name)
    assert answer.status_code == 200, answer.text
    return answer.json()["id"], answer.json()["html"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.AUDITOR])
def test_only_those_who_may_edit_forms_see_any_of_it(app: FastAPI, role: Role) -> None:
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        visitor = Visitor(client).sign_in("だれか", role)
        for path in ("/templates", "/templates/forms/risai-shomei", "/templates/bench/x"):
            assert client.get(path).status_code == 403
        assert upload(visitor).status_code == 403
        assert visitor.call("/templates/state", state("x", 1)).status_code == 403


@pytest.mark.parametrize("title", [r'"\ud800"', "NaN", "Infinity"])
def test_a_state_that_nothing_could_write_down_is_refused(visitor: Visitor, title: str) -> None:
    bench = begun(visitor)
    body = f'{{"bench": "{bench}", "serial": 2, "declaration": {{"title": {title}}}}}'
    headers = JSON | {"X-CSRF-Token": visitor.token, "Content-Type": "application/json"}
    answer = visitor.client.post("/templates/state", content=body, headers=headers)
    assert answer.status_code == 422
    assert visitor.client.get(f"/templates/bench/{bench}").status_code == 200


def test_a_call_without_the_token_of_the_page_is_refused(visitor: Visitor) -> None:
    bench = begun(visitor)
    visitor.token = "forged"
    assert upload(visitor).status_code == 403
    assert visitor.call("/templates/state", state(bench, 2)).status_code == 403
    assert visitor.call(f"/templates/bench/{bench}/save", {}).status_code == 403
    for path in (f"/templates/bench/{bench}/drop", "/templates/forms/risai-shomei/edit"):
        assert visitor.client.post(path, data={"token": "forged"}).status_code == 403


def test_another_department_s_form_and_workbench_are_not_there(
    visitor: Visitor, app: FastAPI
) -> None:
    bench = begun(visitor)
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        other = Visitor(client).sign_in("別課", Role.IT, ["別の課"])
        assert "犬の登録" not in other.text("/templates")
        assert "risai-shomei" not in other.text("/templates")
        for path in (
            f"/templates/bench/{bench}", f"/templates/bench/{bench}/pages/1",
            "/templates/forms/risai-shomei",
        ):  # fmt: skip
            assert client.get(path).status_code == 404, path
        assert other.call("/templates/state", state(bench, 2)).status_code == 404
        assert upload(other, PNG, f"use=try&bench={bench}").status_code == 404


def test_a_saved_form_is_listed_audited_and_in_the_live_catalogue(
    visitor: Visitor, office: Office, app: FastAPI
) -> None:
    bench = begun(visitor)
    answer = visitor.call(f"/templates/bench/{bench}/save", {}).json()
    assert answer["next"] == "/templates/forms/inu-todoke?saved=true"
    assert "犬の登録申請書" in visitor.text("/templates")
    assert "保存しました" in visitor.text(answer["next"])
    catalogue = app.state.room.templates._catalogue
    assert isinstance(catalogue, LiveCatalogue)
    assert catalogue["inu-todoke"].department == "生活環境課"
    assert "inu-todoke 2026-11" in [line.what for line in office.audited(Act.FORM_SAVED)]


def test_a_blank_with_the_print_of_a_known_form_is_told(visitor: Visitor, app: FastAPI) -> None:
    app.state.room.templates._helper.alike = "risai-shomei"
    bench = begun(visitor)
    assert "罹災証明書交付申請書」と同じです" in visitor.text(f"/templates/bench/{bench}")


def test_mistakes_come_back_with_their_places_and_nothing_is_saved(visitor: Visitor) -> None:
    bench = begun(visitor)
    kept = visitor.call("/templates/state", state(bench, 2, form="", department=""))
    assert {each["place"][0] for each in kept.json()["mistakes"]} == {"form", "department"}
    assert visitor.call(f"/templates/bench/{bench}/save", {}).json()["mistakes"]
    assert visitor.client.get("/templates/forms/inu-todoke").status_code == 404


@pytest.mark.parametrize("body", ['{"x": NaN}', "[]", "{}", '{"fields": 1e999}'])
def test_a_state_that_is_no_data_is_refused(visitor: Visitor, body: str) -> None:
    bench = begun(visitor)
    content = f'{{"bench": "{bench}", "serial": 2, "declaration": {body}}}'
    headers = JSON | {"X-CSRF-Token": visitor.token, "Content-Type": "application/json"}
    answer = visitor.client.post("/templates/state", content=content, headers=headers)
    assert answer.status_code == (200 if body == "{}" else 422)
    assert visitor.client.get(f"/templates/bench/{bench}").status_code == 200


def test_a_window_left_behind_is_told_and_overwrites_nothing(visitor: Visitor) -> None:
    bench = begun(visitor)
    assert visitor.call("/templates/state", state(bench, 2, title="新")).status_code == 200
    assert "書き換えられて" in visitor.call("/templates/state", state(bench, 2)).json()["message"]


@pytest.mark.parametrize(
    ("content", "words"), [(b"PK\x03\x04" + b"0" * 99, "読めません"), (b"<html>", "読めません")]
)
def test_a_file_that_is_no_paper_is_refused_in_words(
    visitor: Visitor, office: Office, content: bytes, words: str
) -> None:
    answer = upload(visitor, content)
    assert answer.status_code == 422
    assert words in answer.json()["message"]
    assert not list((office.settings.home_path / "tmp").glob("*.part"))


def test_an_upload_larger_than_allowed_is_refused_before_it_is_read(visitor: Visitor) -> None:
    most = template_bench.LARGER[template_bench.UPLOAD]
    headers = JSON | {"X-CSRF-Token": visitor.token, "Content-Length": str(most + 1)}
    answer = visitor.client.post("/templates/upload", content=b"x", headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"])
def test_the_name_of_a_file_is_only_shown_and_shown_as_text(
    visitor: Visitor, office: Office, name: str
) -> None:
    bench = begun(visitor)
    _, html = tried(visitor, bench, invented=True, name=name)
    assert "<script>" not in html
    folders = (office.settings.home_path / "templates" / bench / "tries").rglob("*")
    assert {each.name for each in folders if each.is_file()} == {
        "scan.png", "try.json", "paper-0-1.jpg"
    }  # fmt: skip


def test_a_script_in_a_name_or_a_label_is_text(visitor: Visitor) -> None:
    field = drawn()["fields"][0] | {"label": "<script>alert(1)</script>"}
    bench = begun(visitor, title="\"'></main><script>", fields=[field])
    for path in ("/templates", f"/templates/bench/{bench}"):
        assert "<script>" not in re.sub(
            r'<script type="module" src="[^"]+">', "", visitor.text(path)
        )


def test_a_real_person_s_number_is_neither_shown_nor_pictured(visitor: Visitor) -> None:
    bench = begun(visitor)
    try_id, html = tried(visitor, bench, invented=False)
    place = f"/templates/bench/{bench}/tries/{try_id}/0"
    assert NUMBER not in html
    assert "見本に残す" not in html
    assert visitor.client.get(f"{place}/my_number").status_code == 403
    assert visitor.client.get(f"{place}/name").headers["content-type"] == "image/jpeg"
    assert visitor.client.get(f"{place}/gone").status_code == 404


def test_an_invented_one_is_shown_and_the_asking_is_in_the_audit_log(
    visitor: Visitor, office: Office
) -> None:
    bench = begun(visitor)
    try_id, html = tried(visitor, bench, invented=True)
    assert NUMBER in html
    assert visitor.client.get(f"/templates/bench/{bench}/tries/{try_id}/0/my_number").is_success
    assert [line.what for line in office.audited(Act.FORM_TRIED)] == [f"bench={bench} invented"]


def test_a_tried_paper_lies_there_sealed_and_nothing_of_it_beside(
    visitor: Visitor, office: Office
) -> None:
    home = office.settings.home_path
    bench = begun(visitor)
    try_id, _ = tried(visitor, bench, invented=False)
    folder = home / "templates" / bench / "tries" / try_id
    assert len(list(folder.iterdir())) == 3
    assert all(each.read_bytes().startswith(MAGIC) for each in folder.iterdir())
    assert traces([home], [NUMBER]) == []
    assert not list((home / "tmp").glob("*"))  # nor of the upload
    (folder / "try.json").write_bytes((folder / "try.json").read_bytes()[:-1])
    answer = visitor.client.get(f"/templates/bench/{bench}/tries/{try_id}/0/name")
    assert not answer.is_success  # and what somebody changed is not shown


def test_a_tried_paper_is_gone_when_it_is_taken_away(visitor: Visitor) -> None:
    bench = begun(visitor)
    try_id, _ = tried(visitor, bench, invented=True)
    assert visitor.call(f"/templates/bench/{bench}/tries/{try_id}/drop", {}).is_success
    assert visitor.client.get(f"/templates/bench/{bench}/tries/{try_id}/0/name").status_code == 404


def test_a_truth_that_is_no_value_is_refused_in_words_and_a_right_one_kept(
    visitor: Visitor,
) -> None:
    bench = begun(visitor)
    try_id, _ = tried(visitor, bench, invented=True)
    path = f"/templates/bench/{bench}/tries/{try_id}/golden"
    wrong = visitor.call(path, {"paper": 0, "values": GOOD | {"my_number": "12"}})
    assert wrong.status_code == 422
    kept = visitor.call(path, {"paper": 0, "values": GOOD})
    assert kept.json()["name"] == "a"
    assert "合格" in visitor.call(f"/templates/bench/{bench}/examine", {}).json()["html"]
    assert "まだありません" in visitor.call(
        f"/templates/bench/{bench}/golden/a/drop", {}
    ).json()["html"]  # fmt: skip


def test_a_form_with_mistakes_is_not_tried_and_says_so(visitor: Visitor) -> None:
    bench = begun(visitor)
    visitor.call("/templates/state", state(bench, 2, fields=[]))
    answer = upload(visitor, PNG, f"use=try&bench={bench}")
    assert answer.status_code == 404
    assert "直すところ" in answer.json()["message"]


def test_an_accepted_result_is_what_the_next_is_compared_with(
    visitor: Visitor, app: FastAPI
) -> None:
    bench = begun(visitor)
    try_id, _ = tried(visitor, bench, invented=True)
    said = GOOD | {"name": "山田　花代"}
    visitor.call(f"/templates/bench/{bench}/tries/{try_id}/golden", {"paper": 0, "values": said})
    visitor.call(f"/templates/bench/{bench}/save", {})
    first = visitor.call("/templates/forms/inu-todoke/examine", {}).json()["html"]
    assert "誤り（確認なしに採用）" in first
    again = visitor.call("/templates/forms/inu-todoke/accept", {}).json()["html"]
    assert "要確認" in again  # a silent error stays one, whoever accepts it
    assert "次からこれと比べる" not in again
