"""A system that nobody declared is recorded from its login on, and the files run unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.recorder.events import Phase
from bots.recorder.joining import provisional
from bots.recorder.panel import Panel
from bots.recorder.sitting import Sitting
from bots.recorder.writing import Written
from bots.scenario import load_scenarios, load_system
from forms.errors import SetupError
from tests.bots.plain_system import PlainSystem, plain_system
from tests.bots.recording_new import FORM, plain_recorder, put_down
from tests.bots.recording_plain import SAMPLE, PlainClerk
from tests.bots.records import CATALOGUE, record

pytestmark = pytest.mark.browser

NAME = "hisaisha"


@dataclass
class Recording:
    server: PlainSystem
    folder: Path
    system: str
    written: Written
    pictures: Path

    @property
    def environment(self) -> dict[str, str]:
        begin = f"UTSUSHI_SYSTEM_{NAME.upper()}_"
        return {f"{begin}USER": self.server.user, f"{begin}PASSWORD": self.server.password}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    """The clerk mistypes the password once; then the whole job, from nothing."""
    folder = tmp_path_factory.mktemp("new") / NAME
    pictures = folder.parent / "pictures"
    with plain_system() as server:
        with plain_recorder(server, folder, "被災者台帳", pictures) as recorder:
            recorder.start()
            clerk = PlainClerk(recorder, server)
            clerk.log_in("machigai-9876")
            clerk.log_in(server.password)
            recorder.begin(Phase.FIND)
            clerk.work()
            written = put_down(recorder, folder, pictures)
        system = (folder / "system.yaml").read_text(encoding="utf-8")
        yield Recording(server, folder, system, written, pictures)


EXPECTED = """\
credentials: [user, password]

login:
  steps:
    - open: ./
    - fill: 利用者 ID
      with: "{secret.user}"
    - fill: パスワード
      with: "{secret.password}"
    - click: ログイン
  done: {shown: {contains: 被災者台帳}}

logged_out:
  - shown: {button: ログイン}
"""


def test_the_login_is_written_without_the_attempt_that_failed(recording: Recording) -> None:
    assert recording.system.endswith(EXPECTED)
    assert load_system(recording.folder, {}).url == recording.server.url


def test_what_was_typed_to_log_in_is_nowhere(recording: Recording) -> None:
    kept = [path.read_bytes() for path in recording.folder.parent.rglob("*") if path.is_file()]
    typed = (recording.server.user, recording.server.password, "machigai-9876")
    assert not [text for text in typed if any(text.encode() in content for content in kept)]


def test_a_refused_login_is_doubted_once_and_not_gone_on_from() -> None:
    with plain_system() as server, plain_recorder(server, Path(NAME), "被災者台帳") as recorder:
        recorder.start()
        phases = recorder.phases
        panel = Panel(recorder.opened.browser, recorder.form, recorder.record, phases)
        sitting = Sitting(recorder, panel)
        PlainClerk(recorder, server).log_in("machigai-9876")
        panel.wish = "next"
        sitting.step()
        assert recorder.phase is Phase.LOGIN
        assert "ログインできていない" in panel.page.locator("#trouble").inner_text()
        panel.wish = "next"
        sitting.step()
        assert recorder.phase is Phase.FIND


def test_another_record_is_entered_by_the_unchanged_files(recording: Recording) -> None:
    scenarios = load_scenarios(recording.folder, CATALOGUE, {})
    system = load_system(recording.folder, {})
    another = record(FORM, kana="スズキ　ミドリ", name="鈴木　緑", risai_date="2024-10-11")
    secrets = EnvironmentCredentials(recording.environment)
    with Bot(system, scenarios, secrets, evidence=recording.folder.parent / "evidence") as bot:
        receipt = bot.put_in(another, lambda: None)
        assert bot.find(SAMPLE) is not None
    row = recording.server.rows[int(receipt.number) - 1]
    assert 'copies: {at: {heading: 部数}, as: "{copies} 部"}' in recording.written.text
    assert (row["kana"], row["date"]) == ("スズキ　ミドリ", "2024-10-11")
    assert (receipt.existing, len(recording.server.rows)) == (False, 2)


@pytest.mark.parametrize(
    ("name", "url"),
    [("Hisaisha", "http://a.example.jp/"), ("hisaisha", "a.example.jp"), ("a/b", "http://a/")],
)
def test_a_name_or_an_address_that_is_none_is_told(tmp_path: Path, name: str, url: str) -> None:
    with pytest.raises(SetupError):
        provisional(name, url, None, tmp_path)
