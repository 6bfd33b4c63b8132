"""The whole way, as a new user sees it, on a machine without a network."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.form import FieldType
from samples.legacy.rows import read_rows
from samples.truth import all_truths, truth_path
from tests.demo.no_network import run
from tests.traces import traces

ROOT = Path(__file__).parents[2]
SCANS = ROOT / "samples" / "scans"
LINE = re.compile(
    r"^demo: documents=(\d+) verified=(\d+) review=(\d+) held=(\d+) doubled=(\d+) lost=(\d+)$", re.M
)


def test_the_counter_sees_whatever_tries_to_leave(tmp_path: Path) -> None:
    """Without this, the test below could not fail."""
    script = (
        "import contextlib, socket\n"
        "with contextlib.suppress(OSError): socket.create_connection(('192.0.2.1', 80), 1)\n"
        "with contextlib.suppress(OSError): socket.getaddrinfo('example.invalid', 80)\n"
    )
    assert run([sys.executable, "-c", script], tmp_path).attempts_to_leave >= 2
    assert run([sys.executable, "-c", "pass"], tmp_path).attempts_to_leave == 0


@pytest.mark.browser
@pytest.mark.models
@pytest.mark.prefect
def test_a_second_demo_enters_nothing_twice_and_nothing_leaves_the_machine(tmp_path: Path) -> None:
    home, samples = tmp_path / "demo", one_of_each(SCANS, tmp_path / "samples")
    command = [sys.executable, "-m", "samples.demo", "--home", str(home)]
    command += ["--samples", str(samples)]
    first = run(command, tmp_path)
    assert first.exit_code == 0, first.output
    documents, verified, review, held, doubled, lost = counts(first.output)
    assert documents == len(all_truths(samples)) == verified + review + held
    assert verified > 0
    assert (doubled, lost) == (0, 0)
    rows = read_rows(home / "practice-system.db")
    again = run(command, tmp_path)
    assert again.exit_code == 0, again.output
    assert counts(again.output) == (documents, verified, review, held, 0, 0)
    assert read_rows(home / "practice-system.db") == rows
    assert first.attempts_to_leave == again.attempts_to_leave == 0
    wanted = private_words()
    assert len(wanted) > 50
    assert traces([home / "utsushi", home / "受付"], wanted) == []  # nothing lies there in clear
    found = traces([home], wanted)  # the search is not blind
    assert {path.name.partition("-wal")[0] for path in found} == {"practice-system.db"}


def one_of_each(scans: Path, folder: Path) -> Path:
    """The first sample of every form, kind of file, way of filling in and number of applications:
    how well all of them are read has tests of its own, and the whole demo takes minutes more."""
    folder.mkdir()
    seen: set[str | int] = set()
    for truth in all_truths(scans):
        forms = {each.form for each in truth.applications}
        way = "by hand" if truth.handwritten else truth.kind
        traits = {*forms, Path(truth.file).suffix, way, len(truth.applications)}
        if not traits <= seen:
            seen |= traits
            for path in (scans / truth.file, truth_path(scans / truth.file)):
                shutil.copyfile(path, folder / path.name)
    return folder


def private_words() -> set[str]:
    """Every name and My Number on the samples."""
    catalogue = Catalogue.load()
    wanted = (FieldType.NAME, FieldType.KANA, FieldType.MY_NUMBER)
    return {
        value
        for truth in all_truths(SCANS)
        for each in truth.applications
        for field in catalogue[each.form].fields
        if field.type in wanted
        and isinstance(value := each.fields.get(field.id), str)
        and len(value) > 3
    }


def counts(output: str) -> tuple[int, ...]:
    found = LINE.search(output)
    assert found, output
    return tuple(int(number) for number in found.groups())
