"""Older revisions of a form live in folders inside its own."""

from pathlib import Path

import pytest

from forms.catalogue import DEFINITIONS, Catalogue
from forms.errors import BadDeclaration, SetupError

SHIPPED = (DEFINITIONS / "risai-shomei" / "form.yaml").read_text(encoding="utf-8")


def _declare(folder: Path, version: str, form: str = "risai-shomei") -> None:
    folder.mkdir(parents=True)
    text = SHIPPED.replace('version: "2023-06"', f'version: "{version}"')
    text = text.replace("form: risai-shomei", f"form: {form}")
    (folder / "form.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    _declare(tmp_path / "risai", "2025-04")
    _declare(tmp_path / "risai" / "2021", "2021-01")
    _declare(tmp_path / "risai" / "2023", "2023-06")
    return tmp_path


def test_form_by_its_id_is_the_newest_revision(office: Path) -> None:
    catalogue = Catalogue.load(office)
    assert [form.version for form in catalogue] == ["2025-04"]
    assert catalogue["risai-shomei"].version == "2025-04"


def test_revisions_come_newest_first(office: Path) -> None:
    versions = [form.version for form in Catalogue.load(office).revisions("risai-shomei")]
    assert versions == ["2025-04", "2023-06", "2021-01"]


def test_revision_is_found_by_its_version(office: Path) -> None:
    assert Catalogue.load(office).revision("risai-shomei", "2021-01").version == "2021-01"


def test_version_that_is_gone_gives_the_newest(office: Path) -> None:
    assert Catalogue.load(office).revision("risai-shomei", "1999-01").version == "2025-04"


def test_revision_of_no_form_is_a_setup_error(office: Path) -> None:
    with pytest.raises(SetupError, match="登録されていません"):
        Catalogue.load(office).revision("nothing", "2025-04")


@pytest.mark.parametrize(
    ("version", "form", "words"),
    [("2025-04", "risai-shomei", "定義済み"), ("2020-01", "kaigo-nintei", "別の様式")],
)
def test_wrong_older_revision_is_named(office: Path, version: str, form: str, words: str) -> None:
    _declare(office / "risai" / "more", version, form)
    with (office / "risai" / "more" / "form.yaml").open("a", encoding="utf-8") as file:
        file.write("# written by another hand\n")
    with pytest.raises(BadDeclaration, match=words):
        Catalogue.load(office)


def test_an_office_s_revision_of_a_form_that_we_ship_is_the_newest(tmp_path: Path) -> None:
    _declare(tmp_path / "risai", "2020-01")
    catalogue = Catalogue.load(DEFINITIONS, tmp_path)
    assert catalogue["risai-shomei"].version == "2020-01"
    versions = [form.version for form in catalogue.revisions("risai-shomei")]
    assert versions == ["2020-01", "2023-06"]


def test_an_office_cannot_declare_the_version_that_we_ship(tmp_path: Path) -> None:
    _declare(tmp_path / "risai", "2023-06")
    with pytest.raises(BadDeclaration, match="付属"):
        Catalogue.load(DEFINITIONS, tmp_path)


def test_the_same_form_in_two_folders_of_an_office_is_a_mistake(tmp_path: Path) -> None:
    _declare(tmp_path / "one" / "risai", "2025-01")
    _declare(tmp_path / "two" / "risai", "2025-02")
    with pytest.raises(BadDeclaration, match="定義済み"):
        Catalogue.load(DEFINITIONS, tmp_path / "one", tmp_path / "two")


def test_a_revision_put_aside_before_its_successor_is_written_is_no_mistake(office: Path) -> None:
    _declare(office / "risai" / "2025-04", "2025-04")
    assert Catalogue.load(office)["risai-shomei"].version == "2025-04"
