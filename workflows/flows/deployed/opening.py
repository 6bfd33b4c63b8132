"""Opening the installation inside a worker's process. Tests hand in an opener of their own."""

from collections.abc import Callable

from workflows.app import Utsushi
from workflows.settings import Settings

OpenApp = Callable[[], Utsushi]


def open_installation() -> Utsushi:
    """What the environment (`UTSUSHI_…`) of this process says. Raises SetupError."""
    return Utsushi(Settings.load(), keeps_inbox=False)
