"""The small parts: signing, words, rows."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.record import Candidate, Reading
from review.shown.fields import BLANK, HIDDEN, related, show
from review.shown.words import age, era_text, worker
from review.signing import Signer, load_key
from tests.review.seeding import catalogue
from workflows.reviewing import FieldView

NOW = datetime(2026, 4, 1, tzinfo=UTC)
SIGNER = Signer(b"k" * 32)


def test_a_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    key = load_key(tmp_path / "home")
    assert load_key(tmp_path / "home") == key
    assert len(key) == 32
    if os.name != "nt":
        assert (tmp_path / "home" / "review.key").stat().st_mode & 0o077 == 0


@given(issued=st.integers(0, 2**40))
def test_a_session_comes_back_as_it_was(issued: int) -> None:
    session = SIGNER.new_session(issued)
    assert SIGNER.unseal(SIGNER.seal(session), issued + 10, 60) == session


@given(text=st.text(max_size=80))
def test_a_text_that_we_did_not_sign_is_no_session(text: str) -> None:
    assert SIGNER.unseal(text, 0, 60) is None


def test_a_cookie_of_an_older_version_is_no_session() -> None:
    assert SIGNER.unseal(SIGNER.sealed("session", ["田中", "id", 100]), 100, 60) is None


def test_a_session_ends() -> None:
    sealed = SIGNER.seal(SIGNER.new_session(100))
    assert SIGNER.unseal(sealed, 160, 60)
    assert SIGNER.unseal(sealed, 161, 60) is None


def test_another_installation_cannot_sign_for_us() -> None:
    sealed = Signer(b"x" * 32).seal(SIGNER.new_session(0))
    assert SIGNER.unseal(sealed, 0, 60) is None


def test_a_token_is_no_grant() -> None:
    session = SIGNER.new_session(0)
    token = SIGNER.token(session)
    assert SIGNER.is_token(session, token)
    assert not SIGNER.is_granted(session, "page", f"100.{token}", 0)


def test_a_grant_ends_and_is_for_one_thing() -> None:
    session = SIGNER.new_session(0)
    grant = SIGNER.grant(session, "/a", 100)
    assert SIGNER.is_granted(session, "/a", grant, 100)
    assert not SIGNER.is_granted(session, "/a", grant, 101)
    assert not SIGNER.is_granted(session, "/b", grant, 100)
    assert not SIGNER.is_granted(session, "/a", grant.replace("100", "200"), 100)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "今"),
        (59, "今"),
        (60, "1分"),
        (3599, "59分"),
        (3600, "1時間"),
        (90_000, "1日"),
        (-5, "今"),
    ],
)
def test_age_is_in_the_largest_whole_unit(seconds: int, words: str) -> None:
    assert age(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [("1985-04-03", "昭和60年4月3日"), ("2019-05-01", "令和元年5月1日"),
     ("1800-01-01", "1800-01-01"), ("読めない", "読めない")],
)  # fmt: skip
def test_a_date_is_shown_as_the_paper_writes_it(iso: str, words: str) -> None:
    assert era_text(iso) == words


def test_a_machine_is_not_named() -> None:
    assert worker("host:123:abcd") == "自動処理"
    assert worker("田中") == "田中"


def view(
    form_id: str, field_id: str, value: str | None, *candidates: str, raw: str = ""
) -> FieldView:
    field = catalogue()[form_id].field(field_id)
    others = tuple(Candidate(each, 0.1) for each in candidates)
    reading = Reading(
        field.id, raw or value or "", value, 0.5, 1, field.box, "test", (), others
    ).doubted("uncertain", "確かさが足りません。")  # fmt: skip
    return FieldView(field, reading, reading, None)


def test_candidates_are_the_other_values_at_most_one_for_each_key() -> None:
    many = [f"架空市{n}" for n in range(12)]
    shown = show(view("risai-shomei", "address", "架空市0", *many, "架空市3"))
    assert [each.text for each in shown.candidates] == many[1:10]


def test_a_private_value_and_its_candidates_are_not_in_the_row() -> None:
    made = view("jido-teate-nintei", "seikyusha_my_number", "123456789018", "123456789026")
    assert "1234" not in repr(show(made))
    assert show(made).words == HIDDEN
    assert show(made, reveal=True).typed == "123456789018"


def test_the_paper_of_a_doubted_private_blank_can_be_asked_for() -> None:
    made = view("jido-teate-nintei", "seikyusha_my_number", None)
    assert show(made).hidden
    assert (show(made).words, show(made, reveal=True).typed) == (BLANK, "")


def test_what_could_not_be_read_stands_in_the_input_to_be_mended() -> None:
    shown = show(view("risai-shomei", "phone", None, raw="O76-123"))
    assert (shown.typed, shown.is_raw) == ("O76-123", True)


def test_a_rule_relates_its_fields() -> None:
    form = catalogue()["risai-shomei"]
    assert related(form, "name") == {"name", "agent_name", "kana"}
    assert related(form, "phone") == {"phone"}
