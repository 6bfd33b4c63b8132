"""The login of a system in frames becomes its `system.yaml`, and logs the bot in."""

from pathlib import Path

import pytest

from bots.credentials import EnvironmentCredentials
from bots.recorder.events import Act, Kind, Phase, Screen
from bots.recorder.joining import Entrance, done_sign, join, last_attempt, provisional
from bots.recorder.recorder import Recorder
from bots.scenario import load_system
from bots.scenario.targets import Target
from bots.session import Session
from forms.errors import SetupError
from tests.bots.conftest import ACCOUNT, Practice
from tests.bots.records import CATALOGUE, record

pytestmark = pytest.mark.browser

FORM = "risai-shomei"


def test_the_bot_logs_in_by_what_the_clerk_did(practice: Practice, tmp_path: Path) -> None:
    [(user, password)] = ACCOUNT.items()
    start, folder = f"{practice.url}/", tmp_path / "fukushi"
    new = provisional("fukushi", start, None, folder)
    none = EnvironmentCredentials({})
    with Recorder(new, CATALOGUE[FORM], record(FORM), none, headless=True, start=start) as recorder:
        page = recorder.start()
        boxes = page.locator("input[type=text], input[type=password]")
        boxes.nth(0).fill(user)
        boxes.nth(1).fill(password)
        with page.expect_event("framenavigated"):
            boxes.nth(1).press("Enter")
        page.frame_locator("[name=MAIN]").locator("body").wait_for()
        recorder.begin(Phase.FIND)
        joined = recorder.joined
    assert joined is not None
    folder.mkdir()
    (folder / "system.yaml").write_text(joined.text, encoding="utf-8")
    system = load_system(folder, {})
    assert system.encoding == "cp932"
    assert "press" not in joined.text
    secrets = EnvironmentCredentials({
        "UTSUSHI_SYSTEM_FUKUSHI_USER": user,
        "UTSUSHI_SYSTEM_FUKUSHI_PASSWORD": password,
    })  # fmt: skip
    session = Session(system, secrets, headless=True)
    try:
        assert session.page().frame("MAIN") is not None
    finally:
        session.close()


def typed(words: str) -> Act:
    return Act(Kind.FILL, Phase.LOGIN, 0, target=Target.model_validate({"named": words}))


def pressed() -> Act:
    return Act(Kind.CLICK, Phase.LOGIN, 0, target=Target.model_validate({"named": "ログイン"}))


@pytest.mark.parametrize(
    ("acts", "kept"),
    [
        ([typed("ID"), typed("PW"), pressed()], [0, 1, 2]),
        ([typed("ID"), typed("PW"), pressed(), typed("ID"), typed("PW"), pressed()], [3, 4, 5]),
        ([typed("ID"), typed("PW"), pressed(), typed("PW"), pressed()], [0, 3, 4]),
        ([typed("ID"), pressed(), typed("PW"), pressed()], [0, 1, 2, 3]),
    ],
    ids=["at once", "all again", "the password again", "on two screens"],
)
def test_of_several_attempts_the_last_one_counts(acts: list[Act], kept: list[int]) -> None:
    assert last_attempt(acts) == [acts[number] for number in kept]


def test_whom_the_clerk_chose_in_a_list_of_persons_stands_nowhere(tmp_path: Path) -> None:
    start = "http://127.0.0.1:9/"
    chosen = Act(Kind.CHOOSE, Phase.LOGIN, 0, target=Target.model_validate({"named": "職員"}))
    chosen.text = chosen.shown = "別名　職員子"
    secret = typed("暗証番号")
    secret.secret = True
    entrance = Entrance((), {}, 0, f"{start}menu", "utf-8")
    new = provisional("fukushi", start, None, tmp_path / "fukushi")
    joined = join([chosen, secret, pressed()], new, start, entrance)
    assert "職員子" not in joined.text
    assert joined.system.declared.credentials == ["choice", "password"]
    assert '"{secret.choice}"' in joined.text


@pytest.mark.parametrize("who", ["shokuin:himitsu", ":himitsu", "shokuin"])
def test_an_address_with_a_password_in_it_is_none(tmp_path: Path, who: str) -> None:
    with pytest.raises(SetupError):
        provisional("fukushi", f"http://{who}@127.0.0.1/", None, tmp_path)


@pytest.mark.parametrize("query", ["usr=9&PWD=renshu", "password=renshu", "token=renshu"])
def test_an_address_with_a_password_is_refused_and_not_told(tmp_path: Path, query: str) -> None:
    with pytest.raises(SetupError) as told:
        provisional("fukushi", f"http://127.0.0.1/login?{query}", None, tmp_path)
    assert "renshu" not in str(told.value)


def test_an_address_may_say_which_office_it_is(tmp_path: Path) -> None:
    address = "http://127.0.0.1/login?office=13101"
    assert "office=13101" in provisional("fukushi", address, None, tmp_path).url


@pytest.mark.parametrize(
    ("words", "is_sign"),
    [
        ("山田　太郎", False),
        ("田 次郎", False),
        ("佐々木 ハル", False),
        ("メニュー", True),
        ("福祉 総合 メニュー", True),
    ],
)
def test_a_name_alone_is_no_sign_of_a_login(words: str, is_sign: bool) -> None:
    sign = Target.model_validate({"text": words})
    screen = Screen(Phase.LOGIN, 0, (), "d", (("", words),), sign, {}, None)
    entrance = Entrance((screen,), {}, 0, "http://127.0.0.1:9/menu", "utf-8")
    assert (done_sign(entrance) is not None) is is_sign
