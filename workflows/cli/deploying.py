"""`utsushi prefect deploy`."""

from workflows.prefect.env import server
from workflows.settings import Settings


def run_deploy() -> None:
    """Raises SetupError where the server is away."""
    settings = Settings.load()
    with server(settings):
        from workflows.deployments.applying import apply

        for each in apply(settings):
            print(f"{each.kind}「{each.name}」: {each.what}")
