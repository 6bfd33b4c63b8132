"""The committed samples: enough, small, and true."""

from collections import Counter
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image

from forms.compare import fold
from forms.record import Value
from forms.values import normalise
from ocr.pages.acroform import all_values
from ocr.pages.appearance import unlike
from samples import bad
from samples.truth import SUFFIX, Truth, all_truths, read_truth, truth_path, write_truth
from tests.ours import OURS
from tests.samples.checking import broken_fields

SCANS = Path(__file__).parents[2] / "samples" / "scans"
CATALOGUE = OURS
TRUTHS = all_truths(SCANS)

by_truth = pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.file)


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def natural_key(form: str, fields: dict[str, Value]) -> tuple[Value, ...]:
    names = {
        "jido-teate-nintei": ("seikyusha_my_number",),
        "kaigo-nintei": ("hihokensha_number",),
        "risai-shomei": ("name", "shinsei_date"),
    }[form]
    return (form, *(fields[name] for name in names))


def test_there_are_enough_and_they_are_small() -> None:
    assert len(TRUTHS) >= 36
    assert sum(path.stat().st_size for path in SCANS.iterdir()) <= 11_000_000


def test_every_file_has_its_truth_and_no_truth_is_alone() -> None:
    files = {path.name for path in SCANS.iterdir() if not path.name.endswith(SUFFIX)}
    assert files == {truth.file for truth in TRUTHS}
    assert all(truth_path(SCANS / name).exists() for name in files)


def test_all_forms_formats_and_ways_of_filling_are_there() -> None:
    forms = Counter(each.form for truth in TRUTHS for each in truth.applications)
    suffixes = Counter(Path(truth.file).suffix for truth in TRUTHS)
    kinds = Counter(truth.kind for truth in TRUTHS)
    assert min(forms.values()) >= 10
    assert set(suffixes) == {".pdf", ".tif", ".jpg", ".png"}
    assert min(kinds[kind] for kind in ("scan", "digital", "acroform")) >= 3
    spoiled = {name for truth in TRUTHS for name in truth.spoiled}
    assert spoiled >= {"skew", "scale", "shift", "noise", "grey", "fax", "stamp", "upside_down"}
    assert sum(len(truth.applications) > 1 for truth in TRUTHS) >= 2


def test_about_half_of_the_scans_are_handwritten() -> None:
    scans = [truth for truth in TRUTHS if truth.kind == "scan"]
    share = sum(truth.handwritten for truth in scans) / len(scans)
    assert 0.4 <= share <= 0.65


@by_truth
def test_truth_covers_every_field_of_every_application(truth: Truth) -> None:
    pages = []
    for each in truth.applications:
        form = CATALOGUE[each.form]
        assert set(each.fields) == {f.id for f in form.fields}
        missing = any(form.field(name).page > len(each.pages) for name in each.doubtful)
        assert missing or len(each.pages) == len(form.pages)
        pages += each.pages
    assert pages == list(range(1, page_count(SCANS / truth.file) + 1))


@by_truth
def test_values_are_canonical_and_keep_the_rules_unless_marked_doubtful(truth: Truth) -> None:
    for each in truth.applications:
        assert broken_fields(CATALOGUE[each.form], each.fields) <= set(each.doubtful)


def test_some_papers_are_doubtful_and_most_are_not() -> None:
    doubtful = [truth for truth in TRUTHS if truth.is_doubtful]
    assert 4 <= len(doubtful) <= len(TRUTHS) // 4


def test_no_two_applications_have_the_same_natural_key() -> None:
    every = [*TRUTHS, read_truth(truth_path(bad.GOOD))]
    keys = [natural_key(a.form, a.fields) for truth in every for a in truth.applications]
    numbers = [
        value
        for truth in every
        for each in truth.applications
        for field, value in each.fields.items()
        if field.endswith("my_number") and value
    ]
    assert len(set(keys)) == len(keys)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    "truth", [t for t in TRUTHS if t.kind == "digital"], ids=lambda truth: truth.file
)
def test_a_digital_pdf_holds_its_values_as_text(truth: Truth) -> None:
    with pypdfium2.PdfDocument(SCANS / truth.file) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    bare = fold(text)
    for name, value in truth.applications[0].fields.items():
        if name.endswith(("name", "kana", "address")) and isinstance(value, str):
            assert fold(value) in bare


@pytest.mark.parametrize(
    "truth", [t for t in TRUTHS if t.kind == "acroform"], ids=lambda truth: truth.file
)
def test_an_acroform_holds_its_values_under_our_field_ids(truth: Truth) -> None:
    fields = pypdf.PdfReader(SCANS / truth.file).get_fields() or {}
    form = CATALOGUE[truth.applications[0].form]
    for field in form.fields:
        value = truth.applications[0].fields[field.id]
        if field.type == "seal":
            assert field.id not in fields
        elif field.date:
            assert {f"{field.id}.{part}" for part in ("year", "month", "day")} <= set(fields)
        elif field.multiple:
            ticked = {
                o.value for o in field.options if fields[f"{field.id}.{o.value}"]["/V"] == "/Yes"
            }
            assert ticked == set(value or ())
        else:
            assert normalise(field, str(fields[field.id]["/V"])) == value


@pytest.mark.parametrize(
    "truth", [t for t in TRUTHS if t.kind == "acroform"][:1], ids=lambda truth: truth.file
)
def test_the_look_of_an_acroform_is_what_it_holds(truth: Truth) -> None:
    data = (SCANS / truth.file).read_bytes()
    assert unlike(data, all_values(data)) == set()


def test_truth_survives_writing_and_reading(tmp_path: Path) -> None:
    for truth in TRUTHS[:3]:
        write_truth(truth, tmp_path)
        assert read_truth(truth_path(tmp_path / truth.file)) == truth
