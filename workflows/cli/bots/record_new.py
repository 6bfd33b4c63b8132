"""`utsushi bot record ADDRESS FORM --new NAME`: a system that nobody declared yet, by its login."""

from pathlib import Path

from bots.recorder.joining import Joined, provisional
from bots.recorder.recorder import Recorder
from bots.recorder.saving import save
from bots.recorder.sitting import sit
from bots.scenario import load_system, system_folders
from forms.errors import SetupError
from workflows.cli.bots.leaving import Leaving
from workflows.cli.bots.opening import open_credentials
from workflows.cli.bots.record import check_screen, recording_folder, sample_of, tell
from workflows.makers import open_catalogue
from workflows.settings import Settings


def record_new(
    url: str,
    form: str,
    sample: Path | None,
    store_id: int | None,
    *,
    name: str,
    title: str | None,
) -> int:
    """Exit code 1 where the person gave up. Raises SetupError: a name that is taken or is none, an
    address that is none, no folder for it, and as `record`."""
    check_screen()
    settings = Settings.load()
    catalogue = open_catalogue(settings)
    folder = _folder(name, settings)
    target, paper = provisional(name, url, title, folder), catalogue[form]
    values = sample_of(paper, settings, sample, store_id)
    pictures = Leaving.open(settings).drawer(recording_folder(name, form))
    credentials = open_credentials(settings)
    with Recorder(target, paper, values, credentials, pictures=pictures, start=url) as recorder:
        written = sit(recorder)
        joined = recorder.joined
    if written is None or joined is None:
        print("記録をやめました。何も保存していません。")
        return 1
    _write(joined, folder)
    place = save(written, folder / f"{form}.yaml", load_system(folder), catalogue, pictures)
    tell(written, place, name, form)
    return 0


def _folder(name: str, settings: Settings) -> Path:
    """Where the system will stand. Raises SetupError where it stands already, or nothing may."""
    if name in system_folders(*settings.scenarios):
        raise SetupError(
            f"業務システム「{name}」はもうあります。",
            advice=f"ほかの名前にするか、「utsushi bot record {name} 様式」で記録してください。",
        )
    if not settings.scenarios:
        raise SetupError(
            "新しい業務システムを置くフォルダが決まっていません。",
            advice="UTSUSHI_SCENARIOS に、書き込めるフォルダを指定してください。",
        )
    return settings.scenarios[0] / name


def _write(joined: Joined, folder: Path) -> None:
    path = folder / "system.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(joined.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SetupError(
            f"業務システムの定義を保存できません ({folder})。",
            advice="UTSUSHI_SCENARIOS に、書き込めるフォルダを指定してください。",
        ) from error
    print(f"業務システムの定義を書きました: {path}")
    name = joined.system.name
    for each in joined.system.declared.credentials:
        print(f"  資格情報を保存してください: utsushi bot secret set {name} {each}")
