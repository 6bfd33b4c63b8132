"""The command line: what a person and a program get, and how errors end."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.catalogue import Catalogue
from tests.waiting import WAIT_SECONDS, until
from tests.workflows.conftest import FORMS
from tests.workflows.fakes import FakeBot, FakeReader, Target, failing, filled, scan
from workflows import cli
from workflows.app import Utsushi
from workflows.prefect.coat import answers
from workflows.prefect.password import header, sign_in_word
from workflows.settings import Settings

ROOT = Path(__file__).parents[2]
MY_NUMBER = "123456789018"
Drop = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def installation(settings: Settings, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    """Commands work on the test's own home, with the fake reader."""
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home))
    monkeypatch.setenv("UTSUSHI_FORMS", str(FORMS))
    monkeypatch.setattr(
        "workflows.cli.reading.open_reader", lambda settings, catalogue: FakeReader(catalogue)
    )


@pytest.fixture
def scans(tmp_path: Path) -> Callable[[str, str], Path]:
    """Files outside the inbox."""

    def put(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return put


def out(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_help_is_japanese_and_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    text = out(capsys)
    for command in ("read", "form", "models", "watch", "enter", "resolve", "up", "review",
                    "status", "reading-queue", "costs"):  # fmt: skip
        assert f"  {command} " in text
    assert "二重なく" in text


@pytest.mark.parametrize("arguments", [[], ["read"], ["form"], ["form", "show"], ["resolve"]])
def test_help_has_no_english_words_of_the_library(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.run([*arguments, "--help"]) == 0
    text = out(capsys)
    assert "使い方:" in text
    for word in ("Usage", "Options", "Commands", "Arguments", "Show this message", "required"):
        assert word not in text


def test_help_and_form_commands_load_nothing_heavy() -> None:
    code = (
        "import sys; from workflows import cli; cli.run(['--help']);"
        "cli.run(['form', 'list', '--json']);"
        "heavy = {'prefect', 'cv2', 'sqlalchemy', 'numpy', 'playwright', 'onnxruntime'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["form", "show", "nai"], 3, "様式「nai」は登録されていません。"),
        (["no-such-command"], 2, "no-such-command"),
        (["read"], 2, "指定が足りません: files"),
        (["bot", "run", "daicho", "risai-shomei", "--store", "x"], 2, "正しくありません: --store"),
        (["status", "--bad"], 2, "知らないオプションです: --bad"),
        (["bot", "edit", "daicho"], 2, "「utsushi bot edit --help」"),
        (["costs", "--month", "2026年"], 3, "年月「2026年」"),
        (["resolve", "1", "--receipt", "R1"], 3, "--by"),
        (["resolve", "1", "--not-entered", "--by", "係長"], 6, "記録 1 はありません。"),
    ],
)
def test_an_error_ends_in_words_advice_and_its_own_code(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    assert cli.run(arguments) == code
    captured = capsys.readouterr()
    assert words in captured.err
    assert "→ " in captured.err
    assert captured.out == ""


def test_an_unexpected_error_tells_its_kind_and_not_its_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*, as_json: bool) -> None:
        raise KeyError("山田　太郎")

    monkeypatch.setattr("workflows.cli.reports.show_status", fail)
    assert cli.run(["status"]) == 1
    error = capsys.readouterr().err
    assert "KeyError" in error
    assert "山田" not in error


def test_form_show_gives_pages_in_mm_and_boxes_as_fractions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["form", "show", "chosa", "--json"]) == 0
    form = json.loads(out(capsys))
    assert form["pages"] == [{"width": 210.0, "height": 297.0}]
    fields = {field["id"]: field for field in form["fields"]}
    name = fields["name"]
    assert (name["label"], name["type"], name["required"]) == ("氏名", "name", True)
    assert name["box"] == pytest.approx([20 / 210, 20 / 297, 80 / 210, 10 / 297], abs=1e-5)
    assert [option["value"] for option in fields["sex"]["options"]] == ["男", "女"]
    assert len(fields["sex"]["options"][0]["box"]) == 4
    assert fields["my_number"]["cells"] == 12
    assert fields["my_number"]["private"] is True
    assert fields["start"]["date"]["era"] == "令和"


def test_form_list_names_every_form(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["form", "list"]) == 0
    assert "調査票" in out(capsys)


def test_read_prints_one_object_a_document(capsys: pytest.CaptureFixture[str], scans: Drop) -> None:
    content = filled({"phone": "uncertain"}, phone="0312345678", my_number=MY_NUMBER)
    files = [scans("a.pdf", scan(content)), scans("b.pdf", scan(filled(), filled(name="林　一")))]
    assert cli.run(["read", "--json", *map(str, files)]) == 0
    one, two = (json.loads(line) for line in out(capsys).splitlines())
    assert (one["file"], one["form"], one["form_version"]) == (str(files[0]), "chosa", "1")
    assert one["fit"] == 0.9
    fields = {field["id"]: field for field in one["fields"]}
    phone = fields["phone"]
    assert (phone["raw"], phone["value"], phone["accepted"]) == ("0312345678", "0312345678", False)
    assert phone["doubts"] == [{"code": "uncertain", "message": "確かめてください。"}]
    assert phone["candidates"] == [{"value": "0312345678", "probability": 0.8}]
    assert len(phone["box"]) == 4
    assert fields["my_number"]["value"] == MY_NUMBER
    assert "applications" not in one
    assert [len(each["fields"]) for each in two["applications"]] == [7, 7]


def test_a_file_that_cannot_be_read_is_an_object_and_the_others_are_read(
    capsys: pytest.CaptureFixture[str], scans: Drop
) -> None:
    files = [scans("bad.pdf", scan(raises="UnknownForm")), scans("odd.pdf", "{"),
             scans("good.pdf", scan(filled()))]  # fmt: skip
    assert cli.run(["read", "--json", *map(str, files)]) == 4
    bad, odd, good = (json.loads(line) for line in out(capsys).splitlines())
    assert bad["error"]["code"] == "UnknownForm"
    assert bad["error"]["advice"]
    assert "JSONDecodeError" in odd["error"]["message"]
    assert good["form"] == "chosa"


@pytest.mark.parametrize(("option", "is_shown"), [([], False), (["--show-private"], True)])
def test_the_table_masks_my_numbers_unless_asked(
    capsys: pytest.CaptureFixture[str], scans: Drop, option: list[str], is_shown: bool
) -> None:
    content = filled({"phone": "uncertain"}, my_number=MY_NUMBER, phone="0312345678")
    path = scans("a.pdf", scan(content))
    assert cli.run(["read", *option, str(path)]) == 0
    text = out(capsys)
    assert (MY_NUMBER in text) is is_shown
    assert "山田　太郎" in text
    assert "確かめてください。" in text


def test_status_queue_and_costs_tell_what_there_is(
    capsys: pytest.CaptureFixture[str], app: Utsushi, drop: Drop
) -> None:
    app.take_in(drop("a.pdf", scan(filled({"phone": "uncertain"}, phone="0312345678"))))
    app.take_in(drop("b.pdf", scan(filled(name="林　一"))))
    answers: dict[str, Any] = {}
    for command in ("status", "reading-queue", "costs"):
        assert cli.run([command, "--json"]) == 0
        answers[command] = json.loads(out(capsys))
        assert cli.run([command]) == 0
        assert out(capsys)
    assert (answers["status"]["doubted"], answers["status"]["ready"]) == (1, 1)
    assert [item["doubts"] for item in answers["reading-queue"]] == [1]
    (line,) = answers["costs"]
    assert (line["month"], line["documents"], line["fields"]) == ("2026-04", 2, 14)


def test_a_person_settles_an_unconfirmed_record(
    capsys: pytest.CaptureFixture[str], make_app: Callable[..., Utsushi], drop: Drop, target: Target
) -> None:
    from forms.errors import Unconfirmed

    app = make_app(bot=FakeBot(target, failing("verify", Unconfirmed)))
    app.take_in(drop("a.pdf", scan(filled())))
    app.enter()
    assert cli.run(["resolve", "1", "--receipt", "A-1", "--by", "係長"]) == 0
    assert "登録確認済み" in out(capsys)


def test_watch_and_enter_once_do_what_lies_there_and_end(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    drop: Drop,
    target: Target,
    catalogue: Catalogue,
) -> None:
    monkeypatch.setenv("UTSUSHI_SETTLE_SECONDS", "0.05")
    monkeypatch.setattr(
        "workflows.cli.running.Utsushi",
        lambda settings: Utsushi(
            settings,
            make_reader=lambda s, c: FakeReader(c),
            make_bot=lambda s, c: FakeBot(target),
            catalogue=catalogue,
        ),
    )
    drop("a.pdf", scan(filled()))
    assert cli.run(["watch", "--once", "--no-prefect"]) == 0
    assert "1 件" in out(capsys)
    assert cli.run(["enter", "--once", "--no-prefect"]) == 0
    assert "記録 1: 登録確認済み" in out(capsys)
    assert len(target.rows()) == 1


class Together:
    """A running `utsushi up` and the lines that it has printed."""

    def __init__(self, settings: Settings) -> None:
        variables = {
            "UTSUSHI_HOME": str(settings.home),
            "UTSUSHI_PREFECT_PORT": "0",
            "UTSUSHI_REVIEW_PORT": "0",
            "UTSUSHI_POLL_SECONDS": "0.2",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workflows.cli", "up"],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []

    def read_until(self, words: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(self.lines)


@pytest.fixture
def together(settings: Settings, prefect_made: Callable[[Path], None]) -> Iterator[Together]:
    prefect_made(settings.home_path)
    running = Together(settings)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.wait()
    if running.process.stdout:
        running.process.stdout.close()


@pytest.mark.prefect
@pytest.mark.models
def test_up_starts_all_tells_the_addresses_revives_and_ends_clean(
    together: Together, settings: Settings
) -> None:
    import psutil

    prefect = together.read_until("Prefect").split()[-1]
    review = together.read_until("確認画面").split()[-1]
    together.read_until("準備ができました")
    for address in (prefect, review):
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
    signed_in = {"content-type": "application/json", **header(sign_in_word(settings))}
    asked = urllib.request.Request(f"{prefect}/api/deployments/count", b"{}", signed_in)
    with urllib.request.urlopen(asked) as answer:
        assert answer.read() == b"5"  # what a supervisor starts there
    for part in ("enter", "workflows.prefect.server"):
        children = psutil.Process(together.process.pid).children()
        (killed,) = [child for child in children if part in child.cmdline()]
        killed.kill()
        together.read_until("もう一度始めます")
    until(lambda: answers(f"{prefect}/api"))  # at the same address
    children = psutil.Process(together.process.pid).children(recursive=True)
    together.process.send_signal(signal.SIGTERM)
    assert together.process.wait(WAIT_SECONDS) == 0
    _, alive = psutil.wait_procs(children, timeout=WAIT_SECONDS)
    assert alive == []


@pytest.mark.prefect
@pytest.mark.models
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_no_child_outlives_an_up_that_was_killed(together: Together) -> None:
    import psutil

    together.read_until("入力待ちの記録を登録します")
    children = psutil.Process(together.process.pid).children(recursive=True)
    assert len(children) >= 5
    together.process.kill()
    _, alive = psutil.wait_procs(children, timeout=WAIT_SECONDS)
    assert alive == []
