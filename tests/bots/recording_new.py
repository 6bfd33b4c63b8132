"""Recordings of systems that nobody declared."""

from pathlib import Path

from bots.credentials import EnvironmentCredentials
from bots.recorder.joining import provisional
from bots.recorder.recorder import Recorder
from bots.recorder.saving import save
from bots.recorder.writing import Written
from bots.scenario import load_system
from forms.catalogue import Catalogue
from tests.bots.plain_system import PlainSystem
from tests.bots.recording_plain import SAMPLE
from tests.bots.records import CATALOGUE

FORM = "risai-shomei"


def plain_recorder(
    server: PlainSystem, folder: Path, title: str | None = None, pictures: Path | None = None
) -> Recorder:
    """One that begins at the login of the plain system; its name is the folder's."""
    new = provisional(folder.name, server.url, title, folder)
    return Recorder(
        new,
        CATALOGUE[FORM],
        SAMPLE,
        EnvironmentCredentials({}),
        pictures=pictures,
        headless=True,
        start=server.url,
    )


def put_down(
    recorder: Recorder, folder: Path, pictures: Path, catalogue: Catalogue = CATALOGUE
) -> Written:
    """End the recording and write system and scenario into `folder`, which is made."""
    written, joined = recorder.finish(), recorder.joined
    assert joined is not None
    folder.mkdir()
    (folder / "system.yaml").write_text(joined.text, encoding="utf-8")
    save(written, folder / f"{recorder.form.id}.yaml", load_system(folder), catalogue, pictures)
    return written
