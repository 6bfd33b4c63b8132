"""What the commands that log in to a system share."""

from bots.credentials import Credentials
from workflows import credentials
from workflows.settings import Settings


def open_credentials(settings: Settings) -> Credentials:
    """Where this installation keeps its secrets."""
    return credentials.open_credentials(settings)
