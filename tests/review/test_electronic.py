"""Applications that came as data, on the pages."""

import csv
import io
from urllib.parse import quote

import openpyxl
import pytest
from fastapi.testclient import TestClient

from forms.electronic.item import heading_of
from tests.review.seeding import RISAI, Office
from tests.review.visiting import JSON, Visitor
from workflows import intake
from workflows.electronic.template import as_csv, columns_of
from workflows.office import Office as Worker
from workflows.seams import Reader
from workflows.store.states import State

KEYS = iter(f"{n:032x}" for n in range(100))
SECRET = "123456789018"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def no_papers() -> Reader:
    raise AssertionError("the reader of papers is not needed")


def listed(office: Office, form_id: str, *rows: dict[str, str]) -> bytes:
    """A CSV under the headings of the template."""
    form = office.catalogue[form_id]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    fields = columns_of(form)
    writer.writerow([heading_of(form, each.id) for each in fields])
    writer.writerows([[row.get(each.id, "") for each in fields] for row in rows])
    assert text.getvalue().splitlines()[0].encode("utf-8-sig") in as_csv(form)
    return text.getvalue().encode("utf-8")


def texts(values: object) -> dict[str, str]:
    assert isinstance(values, dict)
    return {
        name: "、".join(value) if isinstance(value, tuple) else str(value or "")
        for name, value in values.items()
    }


def put_in(clerk: Visitor, office: Office, name: str, data: bytes) -> tuple[int, list[State]]:
    """Uploaded and read; the document and the states of its records."""
    key = next(KEYS)
    sent = {"X-CSRF-Token": clerk.token, "X-File-Name": quote(name), "X-Upload-Key": key}
    answer = clerk.client.post("/intake/files", content=data, headers=JSON | sent)
    assert answer.status_code == 200, answer.text
    document = answer.json()["document"]
    taken = intake.process(
        Worker(office.store, office.settings, office.catalogue), no_papers, document
    )
    return document, [state for _, state in taken.records]


def test_an_uploaded_list_is_shown_by_its_rows(clerk: Visitor, office: Office) -> None:
    good = texts(dict(RISAI))
    data = listed(office, "risai-shomei", good, good | {"phone": "312345678"}, good)
    document, states = put_in(clerk, office, "一覧.csv", data)
    assert states == [State.READY, State.DOUBTED, State.DUPLICATE]
    text = clerk.text("/intake")
    assert "3 行目" in text
    assert "記録 1 と同じ内容です" in text
    assert "データとして取り込みました" in clerk.text(f"/documents/{document}")


def test_a_doubted_row_is_reviewed_beside_what_came(clerk: Visitor, office: Office) -> None:
    good = texts(dict(RISAI))
    put_in(clerk, office, "一覧.csv", listed(office, "risai-shomei", good | {"phone": "312345678"}))
    text = clerk.text("/records/1")
    assert "届いたデータ" in text
    assert "先頭の 0 が消えたようです" in text
    assert 'data-text="0312345678"' in text
    call = clerk.call("/records/1/fields/phone", {"text": "0312345678", "seconds": 1})
    assert call.json()["settled"]
    assert clerk.call("/records/1/confirm", {}).status_code == 200
    assert office.state(1) is State.READY


def test_a_my_number_that_came_as_data_is_hidden(clerk: Visitor, office: Office) -> None:
    form = office.catalogue["jido-teate-nintei"]
    row = {each.id: "" for each in form.fields} | {"seikyusha_my_number": SECRET}
    row |= {"seikyusha_name": "山田　太郎", "seikyusha_kana": "ヤマダ　タロウ"}
    put_in(clerk, office, "一覧.csv", listed(office, form.id, row))
    for path in ("/records/1", "/records/1/history", "/intake"):
        assert SECRET not in clerk.text(path)
    assert "非表示" in clerk.text("/records/1")


def test_of_a_long_list_those_that_wait_are_shown_first_and_the_rest_counted(
    clerk: Visitor, office: Office
) -> None:
    good = texts(dict(RISAI))
    rows = [good | {"phone": f"03{n:08}"} for n in range(30)]
    rows[27]["phone"] = "312345678"
    document, _ = put_in(clerk, office, "一覧.csv", listed(office, "risai-shomei", *rows))
    text = clerk.text("/intake")
    assert "29 行目" in text
    assert "ほかに 27 件（入力待ち 27）" in text
    page = clerk.text(f"/documents/{document}")
    assert "30 件の記録のうち 1〜20 件目" in page
    assert "記録 28" in page
    assert "21〜30 件目" in clerk.text(f"/documents/{document}?skip=20")


def test_a_duplicate_row_is_taken_back_to_review_by_a_person(
    clerk: Visitor, office: Office
) -> None:
    good = texts(dict(RISAI))
    put_in(clerk, office, "一覧.csv", listed(office, "risai-shomei", good, good))
    answer = clerk.client.post("/records/2/reopen", data={"token": clerk.token})
    assert answer.status_code == 303
    assert office.state(2) is State.DOUBTED


def test_an_empty_list_of_a_form_is_taken_from_the_page_and_put_back_filled_in(
    clerk: Visitor, office: Office
) -> None:
    assert 'action="/intake/list-template"' in clerk.text("/intake")
    answer = clerk.client.get("/intake/list-template?form=risai-shomei")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="risai-shomei.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet, good = book.worksheets[0], texts(dict(RISAI))
    fields = columns_of(office.catalogue["risai-shomei"])
    for at, field in enumerate(fields, start=1):
        sheet.cell(2, at).value = good.get(field.id, "")
    filled = io.BytesIO()
    book.save(filled)
    assert put_in(clerk, office, "一覧.xlsx", filled.getvalue())[1] == [State.READY]


def test_a_list_of_no_form_is_not_given(clerk: Visitor) -> None:
    answer = clerk.client.get("/intake/list-template?form=none", headers=JSON)
    assert answer.status_code == 422


def test_a_list_is_given_only_of_forms_that_the_person_sees(client: TestClient) -> None:
    clerk = Visitor(client).sign_in("鈴木", departments=["こども課"])
    given = clerk.client.get("/intake/list-template?form=jido-teate-nintei")
    refused = clerk.client.get("/intake/list-template?form=risai-shomei", headers=JSON)
    assert (given.status_code, refused.status_code) == (200, 422)
