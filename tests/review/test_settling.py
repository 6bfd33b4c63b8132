"""確かめた: what is held of a stack leaves 「保留」 with a person's word."""

import pytest
from fastapi.testclient import TestClient

from forms.separator import written
from tests.review.seeding import Office
from tests.review.test_separators import DAY, JIDO, RISAI, scanned, send, separators, taken
from tests.review.visiting import Visitor
from tests.workflows.stacks.fake_stack import BLANK
from workflows.accounts import EVERYTHING, Role
from workflows.audit import Act
from workflows.stacks.key import separator_key
from workflows.stacks.sheets import Separators
from workflows.store.states import State
from workflows.store.tables import RecordRow

__all__ = ["separators"]


@pytest.fixture
def clerk(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("田中")


def states(office: Office, document: int) -> dict[int, tuple[str, str | None]]:
    """State and code of each record of the file."""
    with office.store.read() as session:
        rows = session.query(RecordRow).filter(RecordRow.document_id == document)
        return {row.id: (row.state, row.reason_code) for row in rows}


def held(office: Office, document: int, code: str) -> list[int]:
    return [n for n, (state, why) in states(office, document).items() if why == code
            and state == State.HELD]  # fmt: skip


@pytest.fixture
def sheet(office: Office, separators: Separators) -> tuple[int, int]:
    """A stack in which one paper is missing: its document, and the record of its sheet."""
    document = taken(office, separators, RISAI, RISAI)
    (number,) = held(office, document, "StackDiffers")
    return document, number


def test_a_sheet_that_was_looked_at_leaves_the_list_and_says_why(
    clerk: Visitor, office: Office, sheet: tuple[int, int]
) -> None:
    document, number = sheet
    assert f"/records/{number}/history#settle-{number}" in clerk.text("/")
    before = clerk.text(f"/records/{number}/history")
    assert "紙の束を数えて、合っていました" in before
    assert '<option value="">選んでください</option>' in before  # nothing is said for them
    assert "selected" not in before
    answer = send(clerk, f"/records/{number}/settle", word="rescanned", text=" 翌日の\n便で ")
    assert answer.headers["location"] == f"/documents/{document}"
    assert states(office, document)[number] == (State.SETTLED, "SheetSettled")
    told = clerk.text(f"/records/{number}/history")
    assert "足りない申請書をスキャンし直しました: 翌日の 便で。" in told
    assert "1 件足りません (3 件のうち 2 件)" in told  # what it was about stays there
    assert "紙の束を確かめました" in told
    assert "<strong>仕切り紙</strong>" in told
    assert "<dt>保留</dt><dd>0</dd>" in clerk.text("/")
    assert "確かめ済み" in clerk.text(DAY)
    (line,) = [each for each in office.audited(Act.MOVED) if each.record == number]
    assert (line.what, line.by) == ("settled rescanned", "田中")


def test_it_is_ended_once_and_with_a_word_that_says_something(
    clerk: Visitor, office: Office, sheet: tuple[int, int]
) -> None:
    _, number = sheet
    path = f"/records/{number}/settle"
    for said in ({}, {"word": "gone"}, {"word": "other"}, {"word": "other", "text": " 　 "}):
        assert send(clerk, path, **said).status_code == 409
    assert clerk.client.post(path, data={"word": "counted"}).status_code == 403
    assert send(clerk, path, word="other", text="先方に電話した").status_code == 303
    assert send(clerk, path, word="counted").status_code == 409


def test_a_stack_that_came_twice_is_ended_in_one_go_and_counts_as_duplicate(
    clerk: Visitor, office: Office, separators: Separators
) -> None:
    sheet = separators.make(RISAI, "", 2, "田中", EVERYTHING).separator
    text = written(sheet, separator_key(office.settings.shared_path))
    scanned(office, text, RISAI, RISAI)
    document = scanned(office, text, RISAI, RISAI, BLANK)
    numbers = held(office, document, "StackSeenBefore")
    assert len(numbers) == 2
    path = f"/records/{numbers[0]}/settle"
    assert "まとめて" in clerk.text(f"/records/{numbers[0]}/history")
    assert send(clerk, path, word="same", together="yes").status_code == 303
    now = states(office, document)
    assert {now[number] for number in numbers} == {(State.DUPLICATE, "StackSeenBefore")}
    assert {each.record for each in office.audited(Act.MOVED)} == set(numbers)
    # whoever finds that one of them was new takes it back to review
    assert send(clerk, f"/records/{numbers[0]}/reopen").status_code == 303
    assert states(office, document)[numbers[0]][0] == State.DOUBTED


def test_an_application_in_doubt_is_not_ended_that_way(
    clerk: Visitor, office: Office, separators: Separators
) -> None:
    document = taken(office, separators, RISAI, JIDO, RISAI)
    (number,) = held(office, document, "ForeignInStack")
    assert f"/records/{number}/settle" not in clerk.text(f"/documents/{document}")
    assert send(clerk, f"/records/{number}/settle", word="same").status_code == 409


def test_who_only_looks_ends_nothing(client: TestClient, sheet: tuple[int, int]) -> None:
    _, number = sheet
    auditor = Visitor(client).sign_in("監査", Role.AUDITOR)
    assert "/settle" not in auditor.text(f"/records/{number}/history")
    assert send(auditor, f"/records/{number}/settle", word="counted").status_code == 403
