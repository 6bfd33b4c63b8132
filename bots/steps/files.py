"""upload and download: files that go to the target, and files that come from it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Download as BrowserDownload
from playwright.sync_api import ElementHandle, FilePayload
from playwright.sync_api import Error as PlaywrightError

from bots.failures import is_closed
from bots.locate import Want, present
from bots.scenario.steps import Download, Upload
from bots.scenario.values import unencodable
from bots.stage import Stage
from forms.compare import fold
from forms.errors import NotReady, Rejected, SetupError

Run = Callable[[Sequence[Any], Stage, str], None]

LARGEST = 50 * 2**20
"""Bytes that the browser's driver takes of a file that is sent under another name."""

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
_ANY = "application/octet-stream"
_HELD = "(box) => box.files ? [...box.files].map((file) => [file.name, file.size]) : null"
_IS_FILE_BOX = '(box) => box.tagName === "INPUT" && box.type === "file"'


def upload(step: Upload, stage: Stage, run: Run) -> None:
    """Raises SetupError where the file is not there, NotReady where the box does not hold it then.

    A button that asks for a file takes it as a person would give it. Where the page keeps it in no
    box, it must show its name, or what the step says.
    """
    path = _file(step, stage)
    name = (stage.values.text(step.name) if step.name else None) or path.name
    if bad := unencodable(name, stage.values.encoding):
        raise Rejected(
            f"ファイルの名前の「{bad}」は「{stage.system.title}」の文字にありません。",
            advice="シナリオの name で、別の名前にしてください。",
        )
    locator = present(step.upload, stage, Want.UPLOAD)
    given = _given(path, name)
    if locator.evaluate(_IS_FILE_BOX):
        locator.set_input_files(given)
        held = locator.evaluate(_HELD)
    else:
        with stage.page.expect_file_chooser() as asked:
            locator.click()
        asked.value.set_files(given)
        held = _held_behind(asked.value.element)
        step = step if held or step.shows else _named(step, name)
    if step.shows is None:
        _check_held(held, name, path.stat().st_size, step, stage)
    else:
        _check_shown(step, stage)


def download(step: Download, stage: Stage, run: Run) -> None:
    """Raises NotReady where no file comes, it is broken off, or has another name.

    A file that comes in a window of its own is taken as well.
    """
    if stage.keep is None:
        raise SetupError("ここではダウンロードしたファイルを残せません。")
    limit = stage.system.declared.waits.screen
    come: list[BrowserDownload] = []

    def take(file: BrowserDownload) -> None:
        come.append(file)

    stage.page.context.on("download", take)
    try:
        run([step.download], stage, "download")
        stage.wait_until(lambda: bool(come), limit, "ダウンロード")
    finally:
        stage.page.context.remove_listener("download", take)
    _keep(come, step, stage)


def _file(step: Upload, stage: Stage) -> Path:
    path = stage.values.files.get(step.file)
    if path is None and "." in step.file:
        path = stage.source.path.parent / step.file
    if path is None:
        raise SetupError(f"記録にファイル「{step.file}」がありません ({stage.place})。")
    if not path.is_file():
        raise SetupError(f"渡すファイルが見つかりません ({stage.place})。")
    return path


def _given(path: Path, name: str) -> Path | FilePayload:
    """The file under its own name as it lies there, under another one by its content."""
    if name == path.name:
        return path
    if path.stat().st_size > LARGEST:
        raise SetupError(
            f"{LARGEST // 2**20} MB を超えるファイルは、名前を変えて渡せません。",
            advice="シナリオの upload から name を外してください。",
        )
    kind = MEDIA_TYPES.get(Path(name).suffix.lower(), _ANY)
    return FilePayload(name=name, mimeType=kind, buffer=path.read_bytes())


def _held_behind(box: ElementHandle) -> Any:
    """What the box of a button's question holds; nothing where the page has put it away."""
    try:
        return box.evaluate(_HELD)
    except PlaywrightError as error:
        if is_closed(error):
            raise
        return None


def _named(step: Upload, name: str) -> Upload:
    """The same, with the file's name as what the screen must show."""
    said = name.replace("{", "{{").replace("}", "}}")
    return Upload.model_validate({"upload": step.upload, "file": step.file, "shows": said})


def _check_shown(step: Upload, stage: Stage) -> None:
    said = stage.values.text(step.shows) if step.shows else None
    if not said:  # no words are on every screen
        raise stage.not_ready(
            f"「{stage.name(step.upload)}」に渡したファイルを確かめる言葉が空です。",
            advice="シナリオの upload の shows に、空にならない言葉を書いてください。",
        )
    shown = stage.fresh().scope.get_by_text(said).filter(visible=True).first
    limit = stage.system.declared.waits.screen

    def missing(error: NotReady) -> NotReady:
        return stage.not_ready(
            f"「{stage.name(step.upload)}」に渡したファイルが、画面に現れません。",
            advice="シナリオの upload に、渡した後に出る言葉 (shows) を書いてください。",
        )

    stage.wait_until(shown.is_visible, limit, "渡したファイル", missing)


def _check_held(held: Any, name: str, size: int, step: Upload, stage: Stage) -> None:
    if held is None or [each[1] for each in held] != [size] or held[0][0] != name:
        raise stage.not_ready(f"「{stage.name(step.upload)}」に渡したファイルが残っていません。")


def _keep(come: list[BrowserDownload], step: Download, stage: Stage) -> None:
    if len(come) > 1:
        raise stage.not_ready(f"ファイルが {len(come)} 個ダウンロードされました。")
    name = come[0].suggested_filename
    wanted = (stage.values.text(step.name) if step.name else None) or ""
    if fold(wanted) not in fold(name):
        raise stage.not_ready("ダウンロードされたファイルの名前が違います。")
    if come[0].failure():
        raise stage.not_ready("ダウンロードが途中で切れました。")
    content = come[0].path().read_bytes()
    if stage.keep is not None:
        stage.keep("download", content, Path(name).suffix.lower())
