"""仕切り紙 on its page, and what came of a stack on 受付 and in the history of the file."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from forms.separator import written
from review.pages import separators as page
from tests.review.seeding import START, Office
from tests.review.visiting import Visitor
from tests.workflows.stacks.fake_stack import BLANK, StackReader, stack
from workflows.accounts import EVERYTHING, Role
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.stacks.key import separator_key
from workflows.stacks.sheets import Separators

RISAI, JIDO = "risai-shomei", "jido-teate-nintei"
DAY = "/intake?day=2026-04-01"


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


@pytest.fixture
def separators(office: Office) -> Separators:
    return Separators(office.store, office.catalogue, lambda: START)


def send(visitor: Visitor, path: str, **said: Any) -> Any:
    return visitor.client.post(path, data=said | {"token": visitor.token})


def taken(office: Office, separators: Separators, *pages: str) -> int:
    """A stack of 3 罹災 and 1 児童手当 with these pages after the first sheet; its document."""
    key = separator_key(office.settings.shared_path)
    first, last = (
        written(separators.make(form, "", count, "田中", EVERYTHING).separator, key)
        for form, count in ((RISAI, 3), (JIDO, 1))
    )
    return scanned(office, first, *pages, last, JIDO)


def scanned(office: Office, *pages: str) -> int:
    """A file with these pages; its document."""
    key = separator_key(office.settings.shared_path)
    office.settings.inbox_path.mkdir(parents=True, exist_ok=True)
    path = office.settings.inbox_path / "束.pdf"
    path.write_text(stack(*pages), encoding="utf-8")
    app = Utsushi(
        office.settings, make_reader=lambda _, forms: StackReader(forms, key),
        catalogue=office.catalogue, clock=lambda: START,
    )  # fmt: skip
    with app:
        done = app.take_in(path)
    assert done
    return done.document_id


def test_a_sheet_is_made_listed_and_printed(
    clerk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "pdf_of_sheets", lambda sheets, key: b"%PDF")
    answer = send(clerk, "/separators", form=RISAI, count="24", department="")
    assert answer.headers["location"] == "/separators?made=1"
    told = clerk.text("/separators?made=1")
    assert "仕切り紙 1 を作りました" in told
    assert "まだ届いていません" in told
    answer = send(clerk, "/separators/1/sheet")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF", "application/pdf")
    assert [line.what for line in office.audited(Act.SEPARATED)] == [
        f"separator=1 kind=part form={RISAI} count=24",
        f"separator=1 kind=part form={RISAI} count=24 printed",
    ]


def test_an_end_needs_no_count(clerk: Visitor) -> None:
    assert send(clerk, "/separators", form="end").status_code == 303
    assert "何度でも使えます" in clerk.text("/separators")


@pytest.mark.parametrize(
    ("form", "count", "department"),
    [(RISAI, "0", ""), (RISAI, "1001", ""), (RISAI, "九", ""), (RISAI, "-1", ""), ("nai", "1", ""),
     (RISAI, "1", "宇宙課")],
)  # fmt: skip
def test_what_cannot_stand_on_a_sheet_is_asked_again(
    clerk: Visitor, form: str, count: str, department: str
) -> None:
    answer = send(clerk, "/separators", form=form, count=count, department=department)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "まだ作っていません" in answer.text


def test_sheets_of_other_departments_are_not_there(
    client: TestClient, office: Office, separators: Separators
) -> None:
    separators.make(RISAI, "", 1, "鈴木", EVERYTHING)
    department = office.catalogue[JIDO].department
    clerk = Visitor(client).sign_in("佐藤", Role.CLERK, [department])
    told = clerk.text("/separators")
    assert "まだ作っていません" in told
    assert office.catalogue[RISAI].title not in told
    assert send(clerk, "/separators/1/sheet").status_code == 404
    assert send(clerk, "/separators", form=RISAI, count="1").status_code == 422


def test_a_stack_that_agrees_says_so(
    clerk: Visitor, office: Office, separators: Separators
) -> None:
    document = taken(office, separators, RISAI, RISAI, RISAI, BLANK)
    assert "束 2 つ　件数は合っています" in clerk.text(DAY)
    told = clerk.text(f"/documents/{document}")
    assert "7 ページ: 申請書 4・仕切り紙 2・白紙 1" in told
    assert told.count("合っています") == 2
    assert "白紙 5 ページ目" in told


def test_what_is_missing_and_what_is_foreign_is_shown_where_it_is(
    clerk: Visitor, office: Office, separators: Separators
) -> None:
    document = taken(office, separators, RISAI, JIDO, RISAI)
    told = clerk.text(DAY)
    assert "照合できないもの 1 つ" in told
    assert "1 件足りません (3 件のうち 2 件)" in told
    assert "3 ページ目は「児童手当" in told
    told = clerk.text(f"/documents/{document}")
    assert "別の様式が混ざっています (3 ページ目)。" in told
    assert "<strong>仕切り紙</strong>" in told
    assert "束を照合しました" in told
    assert "読み取りましたが、保留にしました" in told
    assert "読み取れませんでした" not in told
    assert "<td>仕切り紙<br>" in clerk.text("/")
    note = next((office.settings.inbox_path / "エラー").glob("*.txt"))
    assert "次のことを確かめる必要があります" in note.read_text(encoding="utf-8-sig")
    assert "件数が違います" in clerk.text("/separators")
    held = told.split('id="way"')[0]
    assert held.count("確認へ戻す") == 1 + held.count("「確認へ戻す」")  # the sheet cannot be read


def test_a_person_sees_the_parts_of_their_departments_alone(
    client: TestClient, office: Office, separators: Separators
) -> None:
    document = taken(office, separators, RISAI)
    clerk = Visitor(client).sign_in("佐藤", Role.CLERK, [office.catalogue[JIDO].department])
    told = clerk.text(f"/documents/{document}")
    assert "合っています" in told
    assert "足りません" not in told
