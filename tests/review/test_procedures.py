"""手続き and 個人情報ファイル簿 on their pages."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.review.seeding import RISAI, Office
from tests.review.visiting import Visitor
from workflows.accounts import Role
from workflows.audit import Act


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_every_procedure(client: TestClient, role: Role) -> None:
    text = Visitor(client).sign_in("木村", role).text("/procedures")
    assert "犬の登録申請・死亡届" in text
    assert "<dt>一覧の手続き</dt><dd>55</dd>" in text
    assert 'href="/procedures"' in text


def test_who_draws_forms_is_led_to_them(client: TestClient) -> None:
    text = Visitor(client).sign_in("木村", Role.IT).text("/procedures")
    assert '<a href="/templates/forms/risai-shomei">' in text
    assert '<a class="mark template" href="/templates">' in text
    text = Visitor(client).sign_in("田中", Role.CLERK).text("/procedures")
    assert "/templates" not in text


def test_the_list_is_narrowed_down_by_state_and_words(client: TestClient) -> None:
    visitor = Visitor(client).sign_in("田中", Role.CLERK)
    elsewhere = visitor.text("/procedures?state=elsewhere")
    assert "道路使用許可の申請" in elsewhere
    assert "罹災証明書の発行申請" not in elsewhere
    found = visitor.text("/procedures?words=罹災証明")
    assert len(re.findall(r'<tr id="', found)) == 1
    assert "当てはまる手続きはありません" in visitor.text("/procedures?words=<b>ない")


def test_a_form_that_the_department_does_not_have_is_not_linked(client: TestClient) -> None:
    text = Visitor(client).sign_in("木村", Role.IT, ["介護保険課"]).text("/procedures")
    assert "/templates/forms/risai-shomei" not in text
    assert "罹災証明書交付申請書" in text


def test_the_register_is_shown_and_taken_and_that_is_noted(
    client: TestClient, office: Office
) -> None:
    office.add("risai-shomei", RISAI, picture=False)
    visitor = Visitor(client).sign_in("田中")
    assert "個人情報ファイルの利用目的" in visitor.text("/procedures/register")
    said = {"kind": "markdown", "every": "true", "token": visitor.token}
    answer = client.post("/procedures/register", data=said)
    assert answer.status_code == 200
    assert "罹災証明書の発行申請" in answer.text
    assert answer.headers["content-disposition"].endswith('.md"')
    assert any("privacy-register" in each.what for each in office.audited(Act.EXPORTED))


def test_the_register_needs_a_token_and_a_right(client: TestClient) -> None:
    visitor = Visitor(client).sign_in("田中")
    assert client.post("/procedures/register", data={"kind": "csv"}).status_code == 403
    assert client.post("/procedures/register", data={"kind": "exe"}).status_code in (403, 422)
    visitor.sign_in("木村", Role.IT)
    assert client.get("/procedures/register").status_code == 403


def test_a_departments_person_sees_its_own_files(client: TestClient) -> None:
    text = Visitor(client).sign_in("木村", Role.CLERK, ["危機管理課"]).text("/procedures/register")
    assert "罹災証明書の発行申請" in text
    assert "要介護・要支援認定の申請" not in text


@pytest.mark.parametrize("form", ["standard:risai-shomei:national"])
def test_the_national_names_are_offered_and_rare_characters_have_candidates(
    client: TestClient, office: Office, form: str
) -> None:
    office.add("risai-shomei", {**RISAI, "name": "髙田　花子"}, picture=False)
    visitor = Visitor(client).sign_in("田中", Role.CLERK)
    assert form in visitor.text("/exports")
    said = {"layout": form, "characters": "jis_x_0208", "states": ["ready"]}
    answer = client.post("/exports", data=said | {"token": visitor.token})
    assert answer.status_code == 422
    assert "JIS X 0208" in answer.text
    assert '<option value="高" label="JIS の包摂・UCS の統合の規則">' in answer.text
    more = {"original": ["髙"], "written": ["高"], "token": visitor.token}
    answer = client.post("/exports", data=said | more)
    assert answer.status_code == 303
    taken = client.post(f"{answer.headers['location']}/file", data={"token": visitor.token})
    assert taken.content.startswith(b"PK")
