"""`utsushi bot edit`: a scenario step by step in the browser, to read and to mend."""

import webbrowser
from pathlib import Path

from bots.editor.mending import DRAFT, Book
from bots.editor.serving import listen
from bots.editor.shooting import shoot
from bots.recorder.sample import invent
from bots.scenario import load_system, system_folder
from forms.errors import SetupError
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.opening import open_credentials
from workflows.cli.bots.record import recording_folder
from workflows.files import private_folder
from workflows.makers import open_catalogue
from workflows.settings import Settings
from workflows.trials.left import EARLIER_TEXTS


def edit(system: str, form: str, *, show: bool, shots: bool) -> None:
    """Serve until Ctrl+C. `show` opens the page; `shots` first rehearses the scenario with an
    invented record, for the pictures. Raises SetupError: no such scenario; for `shots` what a
    rehearsal raises."""
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    folder = system_folder(system, *settings.scenarios)
    target = load_system(folder)
    path = scenario_file(folder, form)
    leaving, place = Leaving.open(settings), recording_folder(system, form)
    pictures = leaving.drawer(place)
    earlier = private_folder(leaving.home / place / EARLIER_TEXTS)
    book = Book(path, target, catalogue, earlier)
    if shots:
        scenario = book.scenario()
        record, credentials = invent(scenario.form), open_credentials(settings)
        count = shoot(scenario, record, credentials, pictures, headless=settings.headless)
        print(f"画面の写しを {count} 枚とりました (登録はしていません)。")
    serving = listen(book, pictures)
    print(f"シナリオの編集: {serving.address} （終わるときは Ctrl+C）", flush=True)
    if show:
        webbrowser.open(serving.address)
    serving.run()


def scenario_file(folder: Path, form: str) -> Path:
    """The scenario, or the draft that a recording left. Raises SetupError for neither."""
    named = [folder / f"{form}.yaml", folder / f"{form}.yaml{DRAFT}"]
    for path in named:
        if path.is_file():
            return path
    known = sorted(path.stem for path in folder.glob("*.yaml") if path.name != "system.yaml")
    raise SetupError(
        f"{folder.name} に様式「{form}」のシナリオがありません。",
        advice=f"使えるもの: {'・'.join(known) or 'なし'}",
    )
