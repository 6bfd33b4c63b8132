"""`utsushi bot secret …`: the credentials of target systems. Values are never shown."""

import getpass
import sys

from bots.credentials import FileCredentials, KeyringCredentials, Vault
from bots.scenario import load_system, system_folder, system_folders
from forms.errors import SetupError
from workflows.cli.tables import print_table
from workflows.credentials import NOTICES, open_credentials, open_vault
from workflows.settings import Settings


def set_secret(system: str, name: str, place: str | None) -> None:
    """Ask twice without showing it, and keep it. Raises SetupError."""
    settings = Settings.load()
    _check_name(settings, system, name)
    vault = open_vault(settings, place)
    value = _asked(f"「{system}」の {name} (表示されません): ")
    if not value:
        raise SetupError(
            "何も入力されていません。保存していません。", advice="もう一度実行してください。"
        )
    if value != _asked("もう一度: "):
        raise SetupError(
            "二度の入力が違います。何も保存していません。",
            advice="もう一度実行し、同じものを二度入力してください。",
        )
    vault.set(system, name, value)
    print(f"「{system}」の {name} を{vault.title}に保存しました。")


def list_secrets() -> None:
    """Every name that a system asks for and where it would come from."""
    settings = Settings.load()
    chain = open_credentials(settings)
    rows: list[tuple[str, str, str]] = []
    for folder in system_folders(*settings.scenarios).values():
        system = load_system(folder)
        for name in system.declared.credentials:
            place = chain.place(system.name, name)
            rows.append((system.name, name, place.title if place else "ありません"))
    for notice, names in NOTICES.items():
        kept = ((name, chain.place(notice, name)) for name in names)
        rows += [(notice, name, place.title) for name, place in kept if place]
    print_table("資格情報", ["システム", "名前", "どこから"], rows)


def remove_secret(system: str, name: str, place: str | None) -> None:
    """From `place`, else from every place that has it and can be written to. Raises SetupError."""
    settings = Settings.load()
    removed = [each.title for each in _vaults(settings, place) if each.remove(system, name)]
    if not removed:
        raise SetupError(
            f"「{system}」の {name} は、どこにも保存されていません。",
            advice="「utsushi bot secret list」で、保存されている名前が分かります。",
        )
    print(f"「{system}」の {name} を{'・'.join(removed)}から消しました。")


def _vaults(settings: Settings, place: str | None) -> list[Vault]:
    if place is not None:
        return [open_vault(settings, place)]
    kept = open_credentials(settings).sources
    return [each for each in kept if isinstance(each, KeyringCredentials | FileCredentials)]


def _check_name(settings: Settings, system: str, name: str) -> None:
    if name in NOTICES.get(system, ()):
        return
    known = load_system(system_folder(system, *settings.scenarios)).declared.credentials
    if name not in known:
        raise SetupError(
            f"「{system}」に資格情報「{name}」はありません。",
            advice=f"system.yaml の credentials にあるもの: {'・'.join(known) or 'なし'}",
        )


def _asked(prompt: str) -> str:
    """Without echo at a terminal; else a line of standard input, for scripts."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")
