"""`samples/generate/words/<form>.yaml`: what invented applications on a form are made of."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from forms import yaml_source

WORDS = Path(__file__).parent.parent / "words"


class Vocabulary(BaseModel):
    """Keys of fields are their ids, those of rows without the number (child_relation).

    `ages`: years of whom a subject is ("" the form's own person, child for child1, child2 …), `sex`
    theirs where it is given.
    `family`: subjects with the surname of the form's first person, `home`: those at their address.
    `words`: what may stand in a field, or the same by the sex of whom it is about. `days`: of dates
    other than births and the day of application, from that day. `blank`: how often an optional
    field is left out (one in five where nothing is said). `numbers`: least and most of a number.
    """

    model_config = ConfigDict(extra="forbid")

    ages: dict[str, tuple[int, int]] = {}
    sex: dict[str, str] = {}
    family: list[str] = []
    home: list[str] = []
    words: dict[str, list[str] | dict[str, list[str]]] = {}
    days: dict[str, tuple[int, int]] = {}
    blank: dict[str, float] = {}
    numbers: dict[str, tuple[int, int]] = {}


def vocabulary_of(form: str) -> Vocabulary:
    """An empty one where there is no file. Raises BadDeclaration."""
    path = WORDS / f"{form}.yaml"
    return yaml_source.load(path, Vocabulary) if path.is_file() else Vocabulary()
