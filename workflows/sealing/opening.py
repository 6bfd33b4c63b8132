"""Which keys an installation has, by its settings."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from forms.errors import SetupError
from workflows.sealing.main_key import (
    EnvironmentKey,
    FileKey,
    KeyringKey,
    MainKey,
    is_open_to_others,
)
from workflows.sealing.ring import Ring
from workflows.settings import Settings

RING_FILE = "ring.json"
"""In `settings.keys_path`: the data keys, wrapped by the main key."""


def ring_of(settings: Settings) -> Ring | None:
    """One for each installation in a process; None where nothing is encrypted.

    Raises SetupError where encryption is off though it was on: what is sealed could not be read.
    """
    path = settings.keys_path / RING_FILE
    if not settings.encryption:
        if path.is_file():
            raise SetupError(
                "この設置では、もう暗号化しています。",
                advice="UTSUSHI_ENCRYPTION=false を外してください。暗号化は元に戻せません。",
            )
        return None
    with _opening:
        return _ring(path, settings.key_place, settings.main_key_path)


def main_key_of(settings: Settings) -> MainKey:
    return _main(settings.key_place, settings.main_key_path)


def is_key_open(settings: Settings) -> bool:
    """The main key lies in a file that others may read."""
    return settings.key_place == "file" and is_open_to_others(settings.main_key_path)


_opening = Lock()


@lru_cache(maxsize=16)
def _ring(path: Path, place: str, key_file: Path) -> Ring:
    return Ring(path, _main(place, key_file))


def _main(place: str, key_file: Path) -> MainKey:
    if place == "environment":
        return EnvironmentKey()
    return KeyringKey() if place == "keyring" else FileKey(key_file)
