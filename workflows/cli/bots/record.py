"""`utsushi bot record`: a clerk does the job once, and a scenario comes out."""

import json
import os
import sys
from pathlib import Path

from bots.recorder.recorder import Recorder
from bots.recorder.sample import invent
from bots.recorder.saving import save
from bots.recorder.sitting import sit
from bots.recorder.writing import Written
from bots.scenario import load_system, system_folder
from forms.errors import SetupError
from forms.form import Form
from forms.record import Reading, Record, Value
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.opening import open_credentials
from workflows.clock import utc_now
from workflows.makers import open_catalogue
from workflows.opening import open_store
from workflows.settings import Settings
from workflows.store import readings, records
from workflows.trials.drawers import RECORDINGS


def record(system: str, form: str, sample: Path | None, store_id: int | None) -> int:
    """Exit code 1 where the person gave up. Raises SetupError: no such system or form, no screen
    to show a browser on, a file that is no record, a scenario that a person has to complete."""
    check_screen()
    if "://" in system:
        raise SetupError(
            "アドレスで記録するときは、業務システムの名前も要ります。",
            advice="--new 名前 を付けてください (英小文字。例 --new kosodate)。",
        )
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    folder = system_folder(system, *settings.scenarios)
    target, paper = load_system(folder), catalogue[form]
    pictures = Leaving.open(settings).drawer(recording_folder(system, form))
    values = sample_of(paper, settings, sample, store_id)
    credentials = open_credentials(settings)
    with Recorder(target, paper, values, credentials, pictures=pictures) as recorder:
        written = sit(recorder)
    if written is None:
        print("記録をやめました。何も保存していません。")
        return 1
    tell(written, save(written, folder / f"{form}.yaml", target, catalogue, pictures), system, form)
    return 0


def tell(written: Written, place: Path, system: str, form: str) -> None:
    """What was written, and what a person should look at."""
    print(f"シナリオを書きました: {place}")
    for line, words in written.notes:
        print(f"  {line} 行目を確かめてください: {words}")
    print(f"手順と画面を見るには: utsushi bot edit {system} {form}")


def recording_folder(system: str, form: str) -> str:
    """Where the pictures of a recorded scenario are kept, below the data folder."""
    return f"{RECORDINGS}/{system}/{form}.rec"


def check_screen() -> None:
    """Raises SetupError where a browser cannot be shown."""
    if sys.platform in ("win32", "darwin"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise SetupError(
            "ブラウザを出せる画面がありません。",
            advice="画面のある端末 (デスクトップ) で実行してください。",
        )


def sample_of(form: Form, settings: Settings, file: Path | None, store_id: int | None) -> Record:
    """The record to type from: a file, one of the store, or an invented one."""
    if file is not None:
        return _of_file(form, file)
    if store_id is None:
        return invent(form)
    store = open_store(settings, utc_now)
    try:
        with store.read() as session:
            row = records.get(session, store_id)
            if row.form != form.id:
                raise SetupError(
                    f"記録 {store_id} は様式「{form.id}」のものではありません。",
                    advice="様式と番号を確かめてください。",
                )
            return readings.effective(session, row, form)
    finally:
        store.close()


def _of_file(form: Form, file: Path) -> Record:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        values = {str(name): _value(each) for name, each in data.items()}
    except OSError as error:
        raise SetupError(
            f"{file} を開けません。", advice="ファイルの名前と場所を確かめてください。"
        ) from error
    except (ValueError, AttributeError, TypeError) as error:
        raise SetupError(
            f"{file} を見本の記録として読めません。",
            advice='項目の id と値を、{"kana": "ヤマダ　タロウ", …} の形の JSON で書いてください。',
        ) from error
    known = {each.id for each in form.fields}
    if unknown := sorted(set(values) - known):
        raise SetupError(
            f"{file}: 様式「{form.id}」に項目「{unknown[0]}」はありません。",
            advice=f"項目の id は「utsushi form show {form.id}」で分かります。",
        )
    return Record(
        form.id,
        form.version,
        tuple(
            Reading(f.id, "", values.get(f.id), 1.0, f.page, f.box, "person") for f in form.fields
        ),
    )


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    if value is None or isinstance(value, str):
        return value or None
    raise TypeError(type(value).__name__)
