"""`utsushi models install`."""

from pathlib import Path

from workflows.settings import Settings


def install_models(source: Path | None) -> None:
    from ocr.models import places as models

    placed = models.install(source, Settings.load().models)
    for path in placed:
        print(f"入れました: {path}")
