"""A registration while the clerk is still typing (②) is noticed, and hides nowhere in the steps."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml

from bots.recorder.committing import is_confirming, says_registered, sent_nothing
from bots.recorder.events import Act, Kind, Phase
from bots.recorder.matching import Matcher
from bots.recorder.panel import Panel
from bots.recorder.recorder import Recorder
from bots.recorder.sections import Recorded, declare
from bots.recorder.sitting import Sitting
from forms.errors import SetupError
from tests.bots.plain_system import PlainSystem, plain_system
from tests.bots.recording_new import FORM, plain_recorder
from tests.bots.recording_plain import SAMPLE, PlainClerk
from tests.bots.records import CATALOGUE

pytestmark = pytest.mark.browser


@dataclass
class Typing:
    """A clerk in ②, all fields typed, with the panel beside."""

    server: PlainSystem
    recorder: Recorder
    clerk: PlainClerk
    panel: Panel
    sitting: Sitting

    @property
    def told(self) -> str:
        return self.panel.page.locator("#now").inner_text()


@pytest.fixture
def typing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typing]:
    folder = tmp_path_factory.mktemp("early") / "daicho"
    with plain_system() as server, plain_recorder(server, folder) as recorder:
        recorder.start()
        panel = Panel(recorder.opened.browser, recorder.form, SAMPLE, recorder.phases)
        sitting = Sitting(recorder, panel)
        clerk = PlainClerk(recorder, server)
        clerk.log_in(server.password)
        recorder.begin(Phase.FIND)
        clerk.find()
        clerk.type()
        yield Typing(server, recorder, clerk, panel, sitting)


def test_the_panel_tells_at_once_and_the_click_becomes_that_of_the_third_part(
    typing: Typing,
) -> None:
    typing.clerk.save()
    typing.sitting.step()
    assert typing.recorder.phase is Phase.SUBMIT
    assert "③ の登録として記録します" in typing.told
    typing.clerk.look_up()
    check_written(typing)


def check_written(typing: Typing) -> None:
    """The click is that of `submit`, and no step of `enter`."""
    written = yaml.safe_load(typing.recorder.finish().text)
    assert "保存" not in str(written["enter"])
    assert "press" not in str(written["enter"])
    assert written["submit"]["click"] == "保存"
    assert written["submit"]["accepted"] == {"shown": {"contains": "保存しました"}}


def test_without_a_look_at_the_panel_it_is_noticed_where_the_part_ends(typing: Typing) -> None:
    typing.clerk.save()
    typing.recorder.begin(Phase.SUBMIT)
    typing.clerk.look_up()
    check_written(typing)


def test_a_next_that_was_meant_for_the_part_before_does_not_skip_the_third(
    typing: Typing,
) -> None:
    typing.clerk.save()
    typing.panel.page.locator("#next").click()
    typing.sitting.step()
    assert typing.recorder.phase is Phase.SUBMIT


def test_the_clerk_may_say_that_it_was_none(typing: Typing) -> None:
    typing.clerk.save()
    typing.sitting.step()
    typing.panel.page.get_by_role("button", name="登録ではない").click()
    typing.sitting.step()
    typing.sitting.step()
    assert typing.recorder.phase is Phase.ENTER
    assert not typing.panel.page.get_by_role("button", name="登録ではない").is_visible()


def test_enter_in_a_box_is_the_button_that_it_presses(typing: Typing) -> None:
    with typing.clerk.page.expect_event("load"):
        typing.clerk.page.get_by_label("氏名").press("Enter")
    typing.recorder.settle()
    typing.sitting.step()
    typing.clerk.look_up()
    check_written(typing)


def test_a_registration_by_a_key_alone_cannot_be_recorded() -> None:
    key = Act(Kind.PRESS, Phase.SUBMIT, 0, text="F10")
    with pytest.raises(SetupError, match="キーで登録されました"):
        declare(Recorded([key], [], {}, key), Matcher(CATALOGUE[FORM], SAMPLE.values, {}), "x")


@pytest.mark.parametrize(
    ("entered", "committed", "is_doubtful"),
    [([1], 0, True), ([0], 0, False), ([1], 1, False), ([1, None], 0, False)],
    ids=["sent before", "never sent", "sent", "typed after"],
)
def test_a_click_of_the_third_part_that_sends_nothing_is_doubted(
    entered: list[int | None], committed: int, is_doubtful: bool
) -> None:
    before = [
        Act(Kind.FILL, Phase.ENTER, 0)
        if sent is None
        else Act(Kind.CLICK, Phase.ENTER, 0, sent=sent)
        for sent in entered
    ]
    commit = Act(Kind.CLICK, Phase.SUBMIT, 0, sent=committed)
    assert sent_nothing(commit, before) is is_doubtful


SAID = [
    ("登録が完了しました。", True),
    ("申請を受け付けました（受付番号 12）", True),
    ("保育申込「写　はる」を追加しました。", True),
    ("登録できませんでした。", False),
    ("以下の内容で登録します。よろしいですか。", False),
    ("行を追加しました。", False),
    ("一時保存しました。", False),
    ("住所を検索しました。", False),
    ("登録済みの申請", False),
]


@pytest.mark.parametrize(("text", "is_registered"), SAID)
def test_words_of_success(text: str, is_registered: bool) -> None:
    assert says_registered([text]) is is_registered


@pytest.mark.parametrize(
    ("texts", "is_confirmation"),
    [
        ((("", "以下の内容で登録します。よろしいですか。"),), True),
        ((("h2", "登録内容の確認"),), True),
        ((("button", "内容を確認する"), ("th", "氏名")), False),
        ((("b", "カナ氏名を確認してください"),), False),
    ],
)
def test_words_of_a_confirmation(texts: tuple[tuple[str, str], ...], is_confirmation: bool) -> None:
    assert is_confirming(texts) is is_confirmation
