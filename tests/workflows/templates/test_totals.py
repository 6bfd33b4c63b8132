"""All golden scans together, and the file with every field."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form
from forms.golden import Golden, Seen
from forms.record import Value
from workflows.cli.form_report import shortfall, totals_line, write_report
from workflows.templates import FormResult, Totals, examine, totals_of
from workflows.templates.testing import Look

GOOD, DOUBTED = Seen("山田　花子", False), Seen("山田　花子", True)
TRUTH: dict[str, Value] = {"name": "山田　花子", "my_number": "123456789018"}


@pytest.fixture
def form(catalogue: Catalogue) -> Form:
    return catalogue["chosa"]


def result(form: Form, *looks: Look) -> FormResult:
    goldens = [Golden(f"g{n}", Path(f"{n}.pdf"), TRUTH, {}) for n in range(len(looks))]

    def look(scans: Sequence[Path]) -> list[Look]:
        return list(looks[: len(scans)])

    return examine(form, goldens, look)


def read(form: Form, name: Seen, number: Seen | None = None) -> Look:
    return Look(form.id, {"name": name, "my_number": number or Seen("123456789018", False)})


def test_fields_of_all_papers_are_counted(form: Form) -> None:
    first = result(
        form, read(form, Seen("山田　花子", False)), read(form, Seen("山田　花子", True))
    )
    second = result(form, read(form, Seen("谷　花子", False)), Look(problem="白紙です。"))
    totals = totals_of([first, second])
    assert totals == Totals(forms=2, papers=4, unread=1, fields=6, right=5, accepted=5, wrong=1)


@pytest.mark.parametrize(("right", "is_enough"), [(97, True), (96, False), (100, True)])
def test_too_little_is_told_from_97_in_a_hundred_down(right: int, is_enough: bool) -> None:
    totals = Totals(forms=1, papers=1, unread=0, fields=100, right=right, accepted=0, wrong=0)
    assert (shortfall(totals) == "") is is_enough


def test_the_line_tells_fields_right_accepted_and_wrongly_accepted() -> None:
    line = totals_line(Totals(20, 40, 0, 1000, 985, 900, 1))
    assert "値が正しい 985 (98.50%)" in line
    assert "確認なしに採用 900 (90.00%)" in line
    assert "誤りを採用 1 (0.10%)" in line


def test_without_any_field_nothing_is_divided() -> None:
    assert "値が正しい 0" in totals_line(totals_of([]))


def test_the_report_has_every_field_and_no_my_number(form: Form, tmp_path: Path) -> None:
    wrong = Seen("999999999999", True)
    found = result(form, read(form, Seen("=山田　花子", False), wrong), Look(problem="白紙です。"))
    path = tmp_path / "report.csv"
    write_report([found], path)
    text = path.read_text(encoding="utf-8-sig")
    assert "123456789018" not in text
    assert "999999999999" not in text
    rows = list(csv.reader(text.splitlines()))
    assert [row[3] for row in rows[1:3]] == ["name", "my_number"]
    assert rows[1][6] == "'=山田　花子"
    assert rows[3][-1] == "白紙です。"


def test_a_report_that_cannot_be_written_says_what_to_do(form: Form, tmp_path: Path) -> None:
    with pytest.raises(SetupError) as told:
        write_report([], tmp_path / "gone" / "report.csv")
    assert "フォルダ" in told.value.advice
