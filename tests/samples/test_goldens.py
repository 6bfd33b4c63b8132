"""Golden scans that are made of a form: small, whole, the same each time."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.form import Form
from forms.golden import Golden, Seen, golden_text, load_golden
from samples import fonts
from samples.goldens.__main__ import KINDS, main, make_golden
from samples.goldens.scanning import MOST_BYTES
from tests.ours import OURS

needs_fonts = pytest.mark.skipif(not fonts.has_all(), reason="fonts for samples missing")


@pytest.fixture(scope="module")
def form() -> Form:
    return OURS["risai-shomei"]


@needs_fonts
@pytest.mark.parametrize("kind", KINDS)
def test_a_golden_scan_is_small_and_tells_every_field(
    form: Form, kind: str, tmp_path: Path
) -> None:
    golden = make_golden(form, kind, tmp_path)
    assert golden.scan.stat().st_size <= MOST_BYTES
    assert set(golden.truth) == {each.id for each in form.fields}
    assert load_golden(tmp_path / f"{kind}.yaml") == golden


@needs_fonts
def test_made_again_a_golden_scan_is_the_same_and_keeps_what_was_accepted(
    form: Form, tmp_path: Path
) -> None:
    first = make_golden(form, "print", tmp_path)
    scan = first.scan.read_bytes()
    accepted = {"name": Seen("山田　花子", is_doubted=True)}
    _write(replace(first, accepted=accepted))
    again = make_golden(form, "print", tmp_path)
    assert again.scan.read_bytes() == scan
    assert again.accepted == accepted


@needs_fonts
def test_of_another_paper_nothing_is_accepted_yet(form: Form, tmp_path: Path) -> None:
    first = make_golden(form, "print", tmp_path)
    _write(replace(first, accepted={"name": Seen("山田　花子", is_doubted=True)}))
    assert make_golden(form, "print", tmp_path, "another").accepted == {}


def test_a_form_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-form"]) == 3
    assert "登録されていません" in capsys.readouterr().err


def _write(golden: Golden) -> None:
    golden.scan.with_suffix(".yaml").write_text(golden_text(golden), encoding="utf-8")
