"""upload and download: files that go to the target, and files that come from it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Download as BrowserDownload
from playwright.sync_api import FilePayload, Locator

from bots.locate import Want, present
from bots.scenario.steps import Download, Upload
from bots.scenario.values import unencodable
from bots.stage import Stage
from forms.compare import fold
from forms.errors import Rejected, SetupError

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

    A button that asks for a file takes it as a person would give it; what the page then shows of
    it is for the scenario to wait for.
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
        _check_held(locator, name, path.stat().st_size, step, stage)
        return
    with stage.page.expect_file_chooser() as asked:
        locator.click()
    asked.value.set_files(given)


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


def _check_held(locator: Locator, name: str, size: int, step: Upload, stage: Stage) -> None:
    held = locator.evaluate(_HELD)
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
