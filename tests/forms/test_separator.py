"""What a separator sheet says, and who made it."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.separator import CHECK_DIGITS, MARK, Kind, Separator, is_separator, understood, written

KEY = b"k" * 32
SHEET = Separator(12, Kind.PART, "jido-teate-nintei", "こども課", 24)

sheets = st.builds(
    Separator,
    st.integers(1, 10**9),
    st.sampled_from(Kind),
    st.from_regex(r"[a-z][a-z0-9\-]*", fullmatch=True),
    st.text(max_size=40),
    st.integers(0, 1000),
)


@given(sheet=sheets)
def test_a_sheet_says_what_was_written_on_it(sheet: Separator) -> None:
    text = written(sheet, KEY)
    assert is_separator(text)
    assert understood(text, KEY) == sheet


@pytest.mark.parametrize(
    "text",
    [
        written(SHEET, b"another office"),
        written(SHEET, KEY).replace(":24:", ":25:"),
        written(SHEET, KEY).replace("こども課", "財務課"),
        written(SHEET, KEY)[:-1],
        written(SHEET, KEY) + "0",
        written(SHEET, KEY)[: -CHECK_DIGITS - 1],
        f"{MARK}1:part:12:jido:24:課:",
        MARK,
        f"{MARK}１:ß",
        "",
        "https://example.lg.jp/",
    ],
)
def test_what_was_not_made_with_the_key_is_not_understood(text: str) -> None:
    assert understood(text, KEY) is None


def test_a_sheet_of_a_later_version_is_not_guessed_at() -> None:
    body = f"{MARK}2:part:12:jido:24:課"
    check = hmac.new(KEY, body.encode(), hashlib.sha256).hexdigest()[:CHECK_DIGITS]
    assert understood(f"{body}:{check}", KEY) is None
