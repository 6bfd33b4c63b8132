"""upload and download: what is handed over is read back, what comes is kept by its content."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forms.errors import NotReady, Rejected, SetupError
from tests.bots.playground import Playground, serve

pytestmark = pytest.mark.browser

SLIP = "受付票 第1号\n"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    folder = tmp_path_factory.mktemp("files")
    with serve(Path(__file__).parent / "site_windows") as url, Playground(url, folder) as ground:
        (folder / "guide.pdf").write_bytes(b"%PDF-1.4 guide")
        original = folder / "0123abcd.pdf"
        original.write_bytes(b"%PDF-1.4 original")
        ground.files["original"] = original
        yield ground


def held(ground: Playground, steps: str, box: str = "F1", **values: str) -> list[list[object]]:
    stage = ground.play("files.html", steps, **values)
    found: list[list[object]] = stage.page.locator(f"[name={box}], #{box}").evaluate(
        "(box) => [...box.files].map((file) => [file.name, file.size])"
    )
    return found


@pytest.mark.parametrize(
    ("steps", "file"),
    [
        ("- upload: 添付書類\n  file: original", ["0123abcd.pdf", 17]),
        ("- upload: {heading: 添付書類}\n  file: guide.pdf", ["guide.pdf", 14]),
        ('- upload: 添付書類\n  file: original\n  name: "{n}.pdf"', ["山田_申請書.pdf", 17]),
    ],
)
def test_upload_hands_over_the_file(ground: Playground, steps: str, file: list[object]) -> None:
    assert held(ground, steps, n="山田_申請書") == [file]


def test_upload_by_a_button_that_asks_for_a_file(ground: Playground) -> None:
    steps = """
- upload: {button: ファイルを選ぶ}
  file: original
  name: "写し.pdf"
"""
    assert held(ground, steps, "KAGE") == [["写し.pdf", 17]]


@pytest.mark.parametrize(
    "steps",
    [
        "- upload: {button: 送るファイル}\n  file: original",
        "- upload: {button: すぐ送る}\n  file: original\n  shows: 受け取りました",
        "- upload: 消える欄\n  file: original\n  shows: 送りました",
    ],
)
def test_a_file_that_no_box_keeps_is_known_by_what_the_screen_shows(
    ground: Playground, steps: str
) -> None:
    ground.play("files.html", steps)


@pytest.mark.parametrize(
    ("steps", "error", "words"),
    [
        ("- upload: 消える欄\n  file: original", NotReady, "渡したファイルが残っていません"),
        ("- upload: {button: すぐ送る}\n  file: original", NotReady, "画面に現れません"),
        (
            "- upload: {button: すぐ送る}\n  file: original\n  shows: '{blank}'",
            NotReady,
            "確かめる言葉が空です",
        ),
        ("- upload: 添付書類\n  file: nothing.pdf", SetupError, "渡すファイルが見つかりません"),
        ("- upload: 添付書類\n  file: photo", SetupError, "「photo」がありません"),
        ("- upload: 添付書類\n  file: original\n  name: 𠮷田.pdf", Rejected, "「𠮷」"),
        ("- upload: 別の書類\n  file: original", NotReady, "「別の書類」"),
    ],
)
def test_what_cannot_be_handed_over_stops_the_bot(
    ground: Playground, steps: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ground.play("files.html", steps, blank="")


@pytest.mark.parametrize("link", ["受付票", "窓で受け取る"])
def test_download_keeps_the_file(ground: Playground, link: str) -> None:
    ground.kept.clear()
    ground.play("files.html", f"- download: {{click: {link}}}\n  name: 受付票")
    assert ground.kept == [("download", SLIP.encode("cp932"), ".txt")]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ("- download: {click: ほか}\n  name: 受付票", "名前が違います"),
        ("- download: {click: 何も来ない}", "ダウンロードを 2 秒待ちました"),
    ],
)
def test_a_download_that_is_not_the_expected_one_stops_the_bot(
    ground: Playground, steps: str, words: str
) -> None:
    ground.kept.clear()
    with pytest.raises(NotReady, match=words):
        ground.play("files.html", steps)
    assert ground.kept == []


def test_a_download_that_nobody_keeps_is_a_setup_error(ground: Playground) -> None:
    from bots.scenario.steps import Download
    from bots.steps import run_step

    stage = replace(ground.play("files.html", "- press: Tab"), keep=None)
    step = Download.model_validate({"download": {"click": "受付票"}})
    with pytest.raises(SetupError, match="残せません"):
        run_step(step, stage)
