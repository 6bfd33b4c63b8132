"""Tables of the command line."""

import pytest

from workflows.cli.tables import print_table


def test_a_title_wider_than_its_table_stays_on_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    title = "保存期限が過ぎた書類 0 件 (2026-11-30 現在)"
    print_table(title, ["書類"], [])
    assert capsys.readouterr().out.splitlines()[0] == title
