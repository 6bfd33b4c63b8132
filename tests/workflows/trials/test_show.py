"""`utsushi bot show`: what was left, and one of it, in clear for as long as a person looks."""

import webbrowser
from pathlib import Path

import pytest

from forms.errors import SetupError
from tests.traces import traces
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.audit.reading import AuditReader, Wanted
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.show import show
from workflows.settings import Settings

NAME = "山田　太郎"
Out = pytest.CaptureFixture[str]


@pytest.fixture
def settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home))
    return Settings.load()


@pytest.fixture
def leaving(settings: Settings) -> Leaving:
    return Leaving.open(settings)


def test_it_is_listed_and_opens_until_enter_is_pressed(
    settings: Settings, leaving: Leaving, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = leaving.keep("checks", "practice-1.html", NAME.encode())
    assert words == "utsushi bot show checks/practice-1.html"
    leaving.keep("traces", "practice-2.zip", b"PK")
    show(None, None)
    assert "checks/practice-1.html" in capsys.readouterr().out
    seen: list[Path] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: None)

    def enter(_: str) -> str:
        said = capsys.readouterr().out
        seen.append(Path(said.split("開いています: ")[1].splitlines()[0]))
        assert seen[0].read_text(encoding="utf-8") == NAME
        return ""

    show("practice-1", None, enter)
    assert not seen[0].exists()
    assert traces([settings.home_path], [NAME]) == []
    with Utsushi(settings) as app:
        (line,) = AuditReader(app.store).each(Wanted(act=Act.PICTURE_SEEN))
    assert line.what == "checks/practice-1.html"


def test_a_name_must_mean_one_thing(leaving: Leaving, monkeypatch: pytest.MonkeyPatch) -> None:
    leaving.keep("checks", "practice-1.html", b"")
    leaving.keep("checks", "practice-2.html", b"")
    with pytest.raises(SetupError, match="2 件"):
        show("practice", None, lambda _: "")
    with pytest.raises(SetupError, match="ありません"):
        show("cloud", None, lambda _: "")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(SetupError, match="端末"):
        show("practice-1", None)


def test_without_keys_it_lies_there_as_it_is(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Leaving.open(settings.model_copy(update={"encryption": False}))
    path = Path(plain.keep("checks", "practice-1.html", NAME.encode()))
    assert path.read_text(encoding="utf-8") == NAME
