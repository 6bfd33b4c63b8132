"""`docs/costs.md` says what the code does."""

import re
from pathlib import Path

import yaml

from tests.workflows.ledger.conftest import R6
from workflows.ledger import measures, strength
from workflows.ledger.sheets.columns import COLUMNS

TEXT = (Path(__file__).parents[3] / "docs" / "costs.md").read_text(encoding="utf-8")


def test_every_column_stands_there_as_it_is_read() -> None:
    cells = [(c.title, "○" if c.is_needed else "", c.help, "、".join(c.aliases)) for c in COLUMNS]
    rows = [f"| {' | '.join(each)} |" for each in cells]
    assert [row for row in rows if row not in TEXT] == []


def test_the_files_shown_for_a_later_year_are_taken(tmp_path: Path) -> None:
    for number, block in enumerate(re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)):
        kind = "measures" if "measures" in yaml.safe_load(block) else "strength"
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{number}.yaml").write_text(block, encoding="utf-8")
    (only,) = measures.load(R6, tmp_path / "measures")
    assert only.source == "令和6年度の通知"
    assert len(strength.load(R6, tmp_path / "strength").by_kind[strength.Kind.MUNICIPALITY]) == 2
