"""`utsushi form propose`: a folder that the catalogue takes at once, and never over another."""

from pathlib import Path

import pytest

from forms.catalogue import DEFINITIONS, Catalogue
from forms.form import FieldType
from workflows import cli
from workflows.settings import Settings

RISAI = DEFINITIONS / "risai-shomei" / "blank.pdf"


@pytest.fixture(autouse=True)
def home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UTSUSHI_HOME", str(settings.home))
    monkeypatch.delenv("UTSUSHI_FORMS", raising=False)
    return Path(settings.home)


def test_a_blank_becomes_a_form_of_the_office(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["form", "propose", str(RISAI), "--id", "risai-draft"]) == 0
    form = Catalogue.load(home / "forms")["risai-draft"]
    assert form.title == "罹災証明書交付申請書"
    assert sum(field.type is FieldType.CHOICE for field in form.fields) == 6
    assert form.blank.read_bytes() == RISAI.read_bytes()
    assert "未設定" in capsys.readouterr().out
    assert cli.run(["form", "show", "risai-draft"]) == 0


def test_an_id_that_is_taken_is_counted_on(home: Path) -> None:
    for _ in range(2):
        assert cli.run(["form", "propose", str(RISAI)]) == 0
    first, second = Catalogue.load(home / "forms")
    assert second.id == f"{first.id}-2"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--id", "risai-shomei"], "登録済み"),
        (["--id", "罹災"], "使えません"),
        (["--out", "."], "もうあります"),
    ],
)
def test_nothing_is_written_over(
    home: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    assert cli.run(["form", "propose", str(RISAI), *more]) == 3
    assert words in capsys.readouterr().err
    assert not list((home / "forms").glob("*")) if (home / "forms").exists() else True


def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    assert cli.run(["form", "propose", str(path)]) == 4
    assert "空のファイル" in capsys.readouterr().err
