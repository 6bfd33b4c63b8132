"""A recorded scenario and the pictures of its screens → files, checked before they are kept."""

import json
from collections.abc import Mapping
from pathlib import Path

from bots import drawers
from bots.drawers import Drawer
from bots.recorder.writing import Written
from bots.scenario import load_scenario
from bots.scenario.scenario import System
from forms.catalogue import Catalogue
from forms.errors import BadDeclaration, SetupError, StoreError

STEPS = "steps.json"


def save(
    written: Written, path: Path, system: System, catalogue: Catalogue, pictures: Drawer
) -> Path:
    """Write the scenario where nothing stands yet; beside it as `….new` where one does.

    The file's place. Raises SetupError where it cannot be written or is no right scenario: it then
    stands beside as `….draft`, to be mended by a person.
    """
    place = path if not path.exists() else path.with_name(f"{path.name}.new")
    draft = path.with_name(f"{path.name}.draft")
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(written.text, encoding="utf-8", newline="\n")
        load_scenario(draft, system, catalogue)
        draft.replace(place)
        keep_pictures(written.pictures, pictures)
    except BadDeclaration as error:
        raise SetupError(
            f"記録したシナリオに、人が決めるところがあります: {error.message}",
            advice=f"{draft} を直し、名前の終わりの .draft を取ってください。",
        ) from error
    except OSError as error:
        raise SetupError(
            f"シナリオを保存できません ({path.parent})。",
            advice="UTSUSHI_SCENARIOS に、書き込めるフォルダを指定してください。",
        ) from error
    return place


def keep_pictures(pictures: Mapping[str, str], drawer: Drawer) -> None:
    """Remember which picture (its name in `drawer`) belongs to which mark of a step; those of
    other steps stay. Raises OSError."""
    text = json.dumps({**pictures_of(drawer), **pictures})
    drawers.put(drawer, STEPS, text.encode("utf-8"))


def pictures_of(drawer: Drawer) -> dict[str, str]:
    """The marks of steps → names of their pictures, as far as they are there."""
    try:
        known: dict[str, str] = json.loads(drawers.read(drawer, STEPS))
    except (OSError, ValueError, StoreError):
        return {}
    plain = {mark: name for mark, name in known.items() if Path(name).name == name}
    return {mark: name for mark, name in plain.items() if drawers.has(drawer, name)}
