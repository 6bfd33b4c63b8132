"""Measures and 財政力補正 as dated data, the office's own winning."""

from decimal import Decimal
from pathlib import Path

import pytest

from forms.errors import BadDeclaration, SetupError
from tests.workflows.ledger.conftest import R6
from workflows.fiscal import FiscalYear
from workflows.ledger import BadCost, Kind, Ledger, Measure, strength
from workflows.ledger import measures as declared
from workflows.settings import Settings

OWN = """
from: 令和6
source: 令和6年度の通知
confirm: ""
measures:
  - {id: rpa, title: RPA 導入, rate: "0.25", corrected: false, categories: [ライセンス費用]}
"""


def test_the_three_measures_have_the_rates_of_the_ministrys_paper() -> None:
    found = {each.id: (each.rate, each.corrected) for each in declared.load(R6)}
    assert found == {
        Measure.RPA: (Decimal("0.3"), True), Measure.ONLINE: (Decimal("0.5"), True),
        Measure.TELEWORK: (Decimal("0.5"), True),
    }  # fmt: skip
    assert [len(each.categories) for each in declared.load(R6)] == [9, 7, 7]
    assert all("確認" in each.confirm for each in declared.load(R6))


def test_an_offices_own_file_counts_from_its_year(tmp_path: Path) -> None:
    (tmp_path / "2024.yaml").write_text(OWN, encoding="utf-8")
    (only,) = declared.load(R6, tmp_path)
    assert (only.rate, only.corrected, only.source) == (Decimal("0.25"), False, "令和6年度の通知")
    assert len(declared.load(FiscalYear(2023), tmp_path)) == 3


def test_an_offices_file_of_the_same_year_as_ours_wins(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("令和6\n", "令和2\n"), encoding="utf-8")
    assert len(declared.load(R6, tmp_path)) == 1


@pytest.mark.parametrize(
    ("good", "bad"), [('"0.25"', "0.25"), ('"0.25"', '"1.5"'), ("rpa", "ai"), ("令和6\n", "令和\n")]
)
def test_a_mistake_in_an_offices_file_is_named(tmp_path: Path, good: str, bad: str) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace(good, bad), encoding="utf-8")
    with pytest.raises(BadDeclaration):
        declared.load(R6, tmp_path)


@pytest.mark.parametrize(
    "again",
    [
        '  - {id: rpa, title: RPA, rate: "0.5", corrected: true, categories: [研修費用]}\n',
        '  - {id: online, title: 共同, rate: "0.5", corrected: true, categories: [導入, 導入]}\n',
    ],
    ids=["measure", "category"],
)
def test_what_stands_twice_in_an_offices_file_is_refused(tmp_path: Path, again: str) -> None:
    """Each would be summed twice."""
    (tmp_path / "own.yaml").write_text(OWN + again, encoding="utf-8")
    with pytest.raises(BadDeclaration, match="二つ"):
        declared.load(R6, tmp_path)


@pytest.mark.parametrize(
    ("index", "municipality", "prefecture"),
    [
        ("0", "1.0", "1.0"), ("0.49", "1.0", "1.0"), ("0.50", "0.9", "0.8"),
        ("0.59", "0.9", "0.8"), ("0.60", "0.7", "0.4"), ("0.79", "0.7", "0.4"),
        ("0.80", "0.5", "0.2"), ("1.23", "0.5", "0.2"),
    ],
)  # fmt: skip
def test_the_coefficient_follows_the_steps(index: str, municipality: str, prefecture: str) -> None:
    found = [strength.coefficient(R6, kind, Decimal(index)) for kind in Kind]
    assert found == [Decimal(municipality), Decimal(prefecture)]


def test_there_is_no_coefficient_before_the_table_or_below_nothing() -> None:
    with pytest.raises(SetupError):
        strength.coefficient(FiscalYear(2012), Kind.MUNICIPALITY, Decimal("0.5"))
    with pytest.raises(SetupError):
        strength.coefficient(R6, Kind.MUNICIPALITY, Decimal("-0.1"))


@pytest.mark.parametrize(
    ("yearly", "mean"),
    [
        (("0.45", "0.46", "0.47"), "0.46"),
        (("0.45", "0.46", "0.48"), "0.46"),
        (("0.45", "0.45", "0.47"), "0.46"),  # 0.45666…
        (("0.794", "0.795", "0.795"), "0.80"),  # 0.79, 0.80, 0.80: each year first
        (("0.795",), "0.80"),
    ],
)
def test_the_index_is_the_mean_of_rounded_years(yearly: tuple[str, ...], mean: str) -> None:
    assert strength.mean([Decimal(each) for each in yearly]) == Decimal(mean)


def test_the_newest_index_of_a_year_counts_and_the_older_stays_in_the_journal(
    ledger: Ledger,
) -> None:
    assert (ledger.strength(R6), ledger.coefficient(R6)) == (None, None)
    ledger.set_strength(R6, Kind.MUNICIPALITY, [Decimal("0.85")], "速報", "佐藤")
    ledger.set_strength(
        R6, Kind.MUNICIPALITY, [Decimal(e) for e in ("0.51", "0.52", "0.53")], "決算カード", "田中"
    )
    found = ledger.strength(R6)
    assert found
    assert (found.index, found.source, found.by) == (Decimal("0.52"), "決算カード", "田中")
    assert ledger.coefficient(R6) == Decimal("0.9")
    assert ledger.strength(FiscalYear(2025)) is None


def test_the_offices_own_table_gives_the_coefficient(ledger: Ledger, settings: Settings) -> None:
    home = settings.shared_path
    (home / "strength").mkdir()
    (home / "strength" / "2024.yaml").write_text(
        'from: 令和6\nsource: 通知\nsteps:\n'
        '  - {from: "0", municipality: "0.6", prefecture: "0.1"}\n',
        encoding="utf-8",
    )  # fmt: skip
    ledger.set_strength(R6, Kind.MUNICIPALITY, [Decimal("0.5")], "決算カード", "田中")
    assert ledger.coefficient(R6) == Decimal("0.6")
    assert ledger.steps(R6).source == "通知"


@pytest.mark.parametrize(
    ("yearly", "source"),
    [
        (["0.4", "0.5"], "x"),
        ([], "x"),
        (["10"], "x"),
        (["-0.1"], "x"),
        (["NaN"], "x"),
        (["0.5"], " "),
    ],
)
def test_an_index_that_is_none_is_refused(ledger: Ledger, yearly: list[str], source: str) -> None:
    figures = [Decimal(each) for each in yearly]
    with pytest.raises(BadCost):
        ledger.set_strength(R6, Kind.MUNICIPALITY, figures, source, "佐藤")
    assert ledger.strength(R6) is None


def test_figures_are_read_as_people_write_them() -> None:
    assert strength.figures_of("０．４５、0.46 0.47") == tuple(
        Decimal(each) for each in ("0.45", "0.46", "0.47")
    )
    for text in ("0.45-0.46", "1e3", "infinity", "0.4.5"):
        with pytest.raises(BadCost):
            strength.figures_of(text)
