"""Golden scans: what stands beside a form, and comes back as it was written."""

from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import BadDeclaration
from forms.golden import Golden, Seen, golden_text, goldens_in, goldens_of
from tests.ours import OURS


def written(folder: Path, golden: Golden) -> None:
    (folder / f"{golden.name}.yaml").write_text(golden_text(golden), encoding="utf-8")


def test_a_golden_scan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    scan = tmp_path / "a.png"
    scan.write_bytes(b"x")
    truth = {"name": "山田　花子", "no": "0012", "phone": "0312345678", "kind": ("屋根", "壁"),
             "blank": None, "day": "2026-04-01", "yes": "yes"}  # fmt: skip
    golden = Golden("a", scan, truth, {"no": Seen("0012", False), "blank": Seen(None, True)})
    written(tmp_path, golden)
    assert goldens_in(tmp_path) == (golden,)


def test_a_scan_that_is_not_there_is_named(tmp_path: Path) -> None:
    written(tmp_path, Golden("a", tmp_path / "gone.pdf", {}, {}))
    with pytest.raises(BadDeclaration, match=r"gone\.pdf"):
        goldens_in(tmp_path)


def test_a_scan_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "golden").mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (tmp_path / "golden" / "a.yaml").write_text("scan: ../secret.pdf\ntruth: {}\n")
    with pytest.raises(BadDeclaration):
        goldens_in(tmp_path / "golden")


def test_a_form_without_golden_scans_has_none() -> None:
    form = next(iter(Catalogue.load(Path(__file__).parents[1] / "workflows" / "forms")))
    assert goldens_of(form) == ()


def test_each_form_that_we_ship_has_a_golden_scan_that_tells_every_field() -> None:
    for form in OURS:
        goldens = goldens_of(form)
        assert goldens, form.id
        for golden in goldens:
            assert set(golden.truth) == set(golden.accepted) == {each.id for each in form.fields}
