"""`utsushi form intake`: looks, drafts and templates; nothing is stored."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.electronic.source_map import load_map
from forms.errors import BadDeclaration, SetupError
from tests.workflows.conftest import FORMS
from tests.workflows.electronic.conftest import Read
from tests.workflows.electronic.files import csv_of, row, xml_of, zip_of
from workflows.cli import intaking
from workflows.electronic.template import as_excel

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command on the form `chosa`; what it prints."""
    monkeypatch.setenv("UTSUSHI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("UTSUSHI_FORMS", os.pathsep.join([str(FORMS), str(tmp_path / "forms")]))

    def running(
        file: Path | None = None, template: Path | None = None, draft_to: Path | None = None,
        as_json: bool = False,
    ) -> str:  # fmt: skip
        intaking.run(
            "chosa", file, template=template, draft_to=draft_to, most=5, reveal=False,
            as_json=as_json,
        )  # fmt: skip
        return capsys.readouterr().out

    return running


def test_a_file_is_shown_as_it_would_be_taken_and_nothing_is_stored(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_bytes(csv_of(row(個人番号="123456789018"), row("")))
    said = run(tmp_path / "a.csv")
    assert "申請 2 件: そのまま進む 1 件、人が確かめる 1 件。" in said
    assert "3 行目: 氏名" in said
    assert "123456789018" not in said
    assert not (tmp_path / "home").exists()


def test_programs_get_the_same_as_json_with_private_values_masked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_of(row(個人番号="123456789018")))
    (made,) = json.loads(run(tmp_path / "a.csv", as_json=True))
    assert made["fields"]["name"]["value"] == "山田　太郎"
    assert made["fields"]["my_number"]["value"] == "*" * 12
    assert made["place"] == "2 行目"


def test_a_draft_of_a_source_map_is_one_once_its_fields_are_filled_in(
    run: Run, tmp_path: Path, catalogue: Catalogue
) -> None:
    data = xml_of({"氏名": "山田", "開始": "R6.4.1", "受付番号": "1"})
    (tmp_path / "a.zip").write_bytes(zip_of({"a.xml": data}))
    run(tmp_path / "a.zip", draft_to=tmp_path / "map.yaml")
    text = (tmp_path / "map.yaml").read_text(encoding="utf-8")
    assert "山田" not in text
    assert "#   受付番号" in text
    made = load_map(tmp_path / "map.yaml", catalogue["chosa"])
    assert made.fields["name"].names == ("氏名",)
    with pytest.raises(SetupError, match="もうあります"):
        run(tmp_path / "a.zip", draft_to=tmp_path / "map.yaml")


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_template_is_understood_when_it_is_filled_in(
    run: Run, tmp_path: Path, name: str, read: Read
) -> None:
    said = run(template=tmp_path / name)
    assert name in said
    with pytest.raises(Exception, match="申請の行がありません"):
        read((tmp_path / name).read_bytes(), name)


def test_a_template_keeps_its_cells_as_text(catalogue: Catalogue) -> None:
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(as_excel(catalogue["chosa"])))
    assert book.worksheets[0].title == "調査票"
    assert book.worksheets[0].column_dimensions["B"].number_format == "@"


def test_mistakes_in_source_maps_are_told(run: Run, tmp_path: Path) -> None:
    assert "対応表はありません" in run()
    folder = tmp_path / "forms" / "chosa" / "intake"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.yaml").write_text(
        "source: a\ntitle: a\nkind: csv\nfields: {nome: 氏名}\n", encoding="utf-8"
    )
    with pytest.raises(BadDeclaration, match="4 行目"):
        run()
