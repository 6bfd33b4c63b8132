"""差戻し: the record goes back, its slip says why, and it can be taken up again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import SetupError, StoreError
from tests.workflows.fakes import filled, scan
from workflows.app import Utsushi
from workflows.reviewing.missing import Missing
from workflows.reviewing.sending_back import Lack, Receiver, SendingBack
from workflows.store.states import State

Drop = Callable[[str, str], Path]


@pytest.fixture
def record(app: Utsushi, drop: Drop) -> int:
    taken = app.take_in(drop("a.pdf", scan(filled({"phone": "blank"}))))
    assert taken
    return taken.records[0][0]


@pytest.fixture
def sending(app: Utsushi) -> SendingBack:
    return SendingBack(app.reviewing.hand)


def test_the_slip_names_what_is_missing_and_holds_no_value(
    sending: SendingBack, record: int
) -> None:
    lacks = [Lack("phone", "記入がありません。"), Lack("sex", "選んでください。")]
    assert sending.send_back(record, Receiver.APPLICANT, "記入もれ", lacks, "佐藤") is (
        State.RETURNED
    )
    slip = sending.slip(record)
    assert [(f.label, words) for f, words in slip.missing] == [
        ("電話", "記入がありません。"), ("性別", "選んでください。")
    ]  # fmt: skip
    assert (slip.receiver, slip.reason, slip.by) == (Receiver.APPLICANT, "記入もれ", "佐藤")
    assert slip.name == "山田　太郎"


def test_a_name_in_doubt_does_not_stand_on_the_slip(
    app: Utsushi, sending: SendingBack, drop: Drop
) -> None:
    app.take_in(drop("b.pdf", scan(filled({"name": "lexicon"}))))
    sending.send_back(1, Receiver.DEPARTMENT, "確認", [], "佐藤")
    assert sending.slip(1).name == ""


def test_a_record_sent_back_can_be_taken_up_again_with_its_answers(
    app: Utsushi, sending: SendingBack, record: int
) -> None:
    app.reviewing.answer(record, "sex", "男", "佐藤")
    sending.send_back(record, Receiver.APPLICANT, "記入もれ", [Lack("phone", "なし")], "佐藤")
    with pytest.raises(StoreError, match="確認待ちではありません"):
        app.reviewing.open(record, "佐藤")
    app.reviewing.reopen(record, "鈴木")
    opened = app.reviewing.open(record, "鈴木")
    assert opened.field("sex").reading.value == "男"
    assert opened.reason
    assert opened.reason.message == "申請者へ差戻し: 記入もれ"


def test_a_field_that_the_form_does_not_have_is_refused(sending: SendingBack, record: int) -> None:
    with pytest.raises(SetupError):
        sending.send_back(record, Receiver.APPLICANT, "x", [Lack("nothing", "x")], "佐藤")


def test_a_record_that_was_never_sent_back_has_no_slip(sending: SendingBack, record: int) -> None:
    with pytest.raises(Missing, match="差戻し票"):
        sending.slip(record)
