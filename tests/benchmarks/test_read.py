"""The whole measurement on a few papers: every figure is there and is possible."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks import read
from samples import fonts

SHARES = ("right", "accepted", "wrong_accepted")


@pytest.mark.models
@pytest.mark.skipif(not fonts.has_all(*fonts.PRINTED), reason="IPAex fonts missing")
def test_a_quick_run_writes_every_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "build" / "bench-read.json"
    monkeypatch.setattr(sys, "argv", ["read", "--quick", "--out", str(out)])
    assert read.main() == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    for part in ("easy", "hard", "marks", "digits"):
        assert found[part]["fields"] > 0
        assert all(0 <= found[part][name] <= 1 for name in SHARES)
        assert found[part]["wrong_accepted"] <= found[part]["accepted"]
    for half in ("easy", "hard"):
        types = found[half]["by_type"].values()
        assert sum(each["fields"] for each in types) == found[half]["fields"]
        assert all(0 <= each["calibration_error"] <= 1 for each in types)
        assert 0 < found[half]["same_crops"]["fields"] <= found[half]["fields"]
    assert found["pages_per_minute"] == max(
        found["pages_per_minute_1_process"], found["pages_per_minute_2_processes"]
    )
    assert min(found["paddleocr_pages_per_minute"], found["pages_per_minute"]) > 0
    assert found["startup_s"] > 0
    assert 50 < found["peak_mb"] < 4000
    assert found["memory"]["pages"] >= 4
    assert "wrong+acc." in capsys.readouterr().out
