"""The procedures of the ministry's list, and what can be done with their papers."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from forms.catalogue import Catalogue
from forms.errors import BadDeclaration
from forms.offers import State, counts, is_ready, offers, unlisted
from forms.procedures import MyNumber, Paper, load_procedures, shipped
from forms.work_fields import shipped as work_fields
from tests.ours import OURS


def test_the_whole_list_of_the_ministry_is_there() -> None:
    assert Counter(each.group for each in shipped() if each.is_listed) == {
        "a": 22, "kosodate": 15, "kaigo": 11, "hisai": 7,
    }  # fmt: skip
    for group, count in (("a", 22), ("kosodate", 15), ("kaigo", 11), ("hisai", 7)):
        numbers = [each.number for each in shipped() if each.group == group]
        assert numbers == [f"{group}-{n}" for n in range(1, count + 1)]


def test_what_is_outside_the_list_says_so() -> None:
    outside = [each for each in shipped() if not each.is_listed]
    assert outside
    assert {shipped().groups[each.group] for each in outside} == {"一覧の外"}


def test_every_procedure_is_counted_under_a_known_field_of_work() -> None:
    assert {each.work_field for each in shipped()} <= set(work_fields().titles)


def test_a_my_number_that_is_known_says_whence() -> None:
    known = [each for each in shipped() if each.my_number is not MyNumber.UNKNOWN]
    assert all(each.my_number_source for each in known)


def test_a_law_that_was_confirmed_is_there() -> None:
    assert all(each.law for each in shipped() if each.law_confirmed)


def test_every_procedure_that_a_form_names_is_on_the_list() -> None:
    for form in OURS.revisions():
        assert form.procedure == "" or shipped().find(form.procedure), form.id


def test_one_paper_serves_the_procedures_that_share_it() -> None:
    catalogue = OURS
    served = {
        each.procedure.number
        for each in offers(catalogue.procedures, catalogue)
        if "kaigo-nintei" in [form.id for form in each.forms]
    }
    assert served == {"kaigo-1", "kaigo-2", "kaigo-3", "kaigo-11"}


def test_states_follow_from_the_forms_that_are_there() -> None:
    form = OURS["risai-shomei"]
    found = {each.procedure.number: each for each in offers(shipped(), [form])}
    assert found["hisai-1"].state is State.READY
    assert found["hisai-1"].departments == ("危機管理課",)
    assert found["hisai-2"].state is State.TEMPLATE
    assert found["a-11"].state is State.ELSEWHERE
    assert found["a-1"].state is State.NO_PAPER
    told = counts(list(found.values()))
    assert (sum(told.values()), told[State.READY]) == (55, 1)


def test_a_my_number_follows_from_the_form_once_there_is_one() -> None:
    form = OURS["kaigo-nintei"]
    asked = {e.procedure.number: e for e in offers(shipped(), [replace(form, procedure="kaigo-9")])}
    assert asked["kaigo-9"].my_number is MyNumber.YES
    assert asked["kaigo-9"].my_number_source == "登録済みの様式の欄"
    assert asked["kaigo-10"].my_number is MyNumber.UNKNOWN


@pytest.mark.parametrize("missing", ["golden", "blank.pdf"])
def test_a_form_is_ready_with_its_blank_and_golden_scans(tmp_path: Path, missing: str) -> None:
    form = OURS["risai-shomei"]
    shutil.copytree(form.folder, tmp_path / form.id)
    path = tmp_path / form.id / missing
    assert is_ready(replace(form, folder=path.parent))
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert not is_ready(replace(form, folder=path.parent))
    (offer,) = [e for e in offers(shipped(), [replace(form, folder=path.parent)]) if e.forms]
    assert offer.state is State.UNTRIED


def test_forms_without_a_number_are_told() -> None:
    form = OURS["risai-shomei"]
    bare = [replace(form, procedure=number) for number in ("", "hisai-99", "hisai-1")]
    assert [each.procedure for each in unlisted(shipped(), bare)] == ["", "hisai-99"]


HEAD = "as_of: 2026-04-01\nsource: 役所\ngroups: {own: 独自}\nprocedures:\n"
ENTRY = (
    "  - {{number: {number}, title: {title}, department: 総務課, work_field: その他,"
    " my_number: 'no', paper: ours{more}}}\n"
)


def own(folder: Path, *entries: str) -> Path:
    (folder / "procedures.yaml").write_text(HEAD + "".join(entries), encoding="utf-8")
    return folder


def entry(number: str, title: str, more: str = "") -> str:
    return ENTRY.format(number=number, title=title, more=more)


def test_an_office_mends_and_adds_beside_its_forms(tmp_path: Path) -> None:
    own(tmp_path, entry("hisai-1", "り災証明"), entry("own-1", "町の助成"))
    found = Catalogue.load(tmp_path).procedures
    assert (mended := found.find("hisai-1"))
    assert mended.title == "り災証明"
    assert [each.number for each in found][-1] == "own-1"
    assert (added := found.find("own-1"))
    assert found.in_words(added) == "独自 1"
    assert len(found.entries) == len(shipped().entries) + 1


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ((entry("own-1", "甲"), entry("own-1", "乙")), "同じ番号"),
        ((entry("own-1", "甲", ", paper_of: nothing-1"),), "paper_of"),
        ((entry("own-1", "甲", ", paper_of: kaigo-2"),), "paper_of"),
        ((entry("Own1", "甲"),), "使えない文字"),
        ((entry("own-1", "甲", ", papers: 1"),), "paper"),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, entries: tuple[str, ...], told: str) -> None:
    with pytest.raises(BadDeclaration) as raised:
        load_procedures([own(tmp_path, *entries)])
    assert told in f"{raised.value.message} {raised.value.advice}"


@pytest.mark.parametrize(("typed", "meant"), [("kaigo8", "kaigo-8"), ("kaigo-80", "kaigo-8")])
def test_a_slip_in_a_number_is_told_with_the_nearest(typed: str, meant: str) -> None:
    assert shipped().find(typed) is None
    assert shipped().meant(typed) == meant


def test_papers_of_others_are_not_asked_to_be_drawn() -> None:
    papers = {each.paper for each in shipped()}
    assert papers == set(Paper)
