"""From the workbench into the office's folder, whatever was there."""

import json
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from forms.catalogue import Catalogue
from forms.errors import SetupError
from tests.workflows.conftest import FORMS, START
from tests.workflows.templates.conftest import ELSEWHERE, PERSON
from tests.workflows.templates.drawn import GOOD, FakeHelper, drawn, read
from workflows.live_catalogue import LiveCatalogue
from workflows.settings import Settings
from workflows.store import records
from workflows.store.database import Store
from workflows.store.records import Mark
from workflows.store.states import State
from workflows.store.tables import DocumentRow
from workflows.templates import NoBench, Overtaken, Templates, saving


def saved(templates: Templates, blank: Path, **changes: Any) -> Path:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(**changes), bench.serial)
    made, mistakes = templates.save(bench.id, PERSON)
    assert mistakes == ()
    assert made is not None
    return made.folder


def read_with(store: Store, form: str, version: str) -> None:
    """A record that was read with that revision."""
    with store.write() as session:
        document = DocumentRow(
            sha256="0" * 64, name="a.pdf", arrival_path="/inbox/a.pdf", size=1, stored_path=None,
            received_at=START, duplicate_of=None, page_count=1, shelf_path=None, shelved_at=None,
        )  # fmt: skip
        session.add(document)
        session.flush()
        row = records.add(session, document, 1, State.READING, Mark("m", START))
        row.form, row.version = form, version


def test_a_new_form_is_in_every_catalogue_without_a_restart(
    templates: Templates, blank: Path, live: LiveCatalogue, own_settings: Settings
) -> None:
    other = LiveCatalogue.of(FORMS, *own_settings.forms_paths)
    folder = saved(templates, blank)
    assert folder == own_settings.home_path / "forms" / "inu-todoke"
    assert live["inu-todoke"].blank.is_file()
    other.refresh()
    assert other["inu-todoke"].title == "犬の登録申請書"
    assert "# 飼い主" in (folder / "form.yaml").read_text(encoding="utf-8")
    assert templates.benches(PERSON) == ()


def test_a_slip_in_the_field_of_work_is_told_with_the_nearest_name(
    templates: Templates, blank: Path
) -> None:
    bench = templates.begin(blank, PERSON)
    slip = drawn(work_field="児童福祉・子育")
    bench, (mistake,) = templates.put(bench.id, PERSON, slip, bench.serial)
    assert mistake.place == ("work_field",)
    assert mistake.fix == "「児童福祉・子育て」ではありませんか。"
    _, mistakes = templates.put(bench.id, PERSON, drawn(work_field="自治会"), bench.serial)
    assert mistakes == ()  # a word of the office's own is counted under the rest


def test_a_procedure_that_is_on_no_list_is_told_with_the_nearest_number(
    templates: Templates, blank: Path
) -> None:
    bench = templates.begin(blank, PERSON)
    bench, (mistake,) = templates.put(bench.id, PERSON, drawn(procedure="a17"), bench.serial)
    assert (mistake.place, mistake.fix) == (("procedure",), "「a-17」ではありませんか。")
    _, mistakes = templates.put(bench.id, PERSON, drawn(procedure="a-17"), bench.serial)
    assert mistakes == ()


def test_two_saves_at_once_are_one_after_the_other(
    templates: Templates, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A double click, or two people at one form: the second sees what the first has left, and
    takes no golden scans away with a workbench that is gone."""
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    real, second = saving.save, []

    def save(*given: Any) -> saving.Saved:
        other = Thread(target=lambda: second.append(_refused(templates, bench.id)))
        other.start()
        made = real(*given)
        assert second == []
        waiting.append(other)
        return made

    waiting: list[Thread] = []
    monkeypatch.setattr(saving, "save", save)
    assert templates.save(bench.id, PERSON)[0] is not None
    waiting[0].join()
    assert second == [True]


def _refused(templates: Templates, bench: str) -> bool:
    try:
        templates.save(bench, PERSON)
    except NoBench:
        return True
    return False


def test_nothing_is_saved_with_a_mistake(templates: Templates, blank: Path) -> None:
    bench = templates.begin(blank, PERSON)
    made, mistakes = templates.save(bench.id, PERSON)
    assert made is None
    assert [each.place for each in mistakes] == [("form",), ("department",)]
    assert templates.bench(bench.id, PERSON)


def test_an_edited_form_keeps_the_revision_before_beside_it(
    templates: Templates, blank: Path, live: LiveCatalogue, store: Store
) -> None:
    folder = saved(templates, blank)
    read_with(store, "inu-todoke", "2026-11")
    bench = templates.edit("inu-todoke", PERSON)
    assert bench.declaration["version"] == "2026-04"  # the clock's month
    changed = bench.declaration | {"title": "犬の登録（新）"}
    templates.put(bench.id, PERSON, changed, bench.serial)
    assert templates.save(bench.id, PERSON)[1] == ()
    assert [each.version for each in live.revisions("inu-todoke")] == ["2026-04", "2026-11"]
    assert live.revision("inu-todoke", "2026-11").folder == folder / "2026-11"
    assert live["inu-todoke"].title == "犬の登録（新）"
    assert not list(folder.rglob(".*"))


def test_a_version_that_no_record_was_read_with_may_be_changed(
    templates: Templates, blank: Path, live: LiveCatalogue
) -> None:
    saved(templates, blank)
    bench = templates.edit("inu-todoke", PERSON)
    assert bench.declaration["version"] == "2026-11"
    templates.put(bench.id, PERSON, bench.declaration | {"title": "直した"}, bench.serial)
    assert templates.save(bench.id, PERSON)[1] == ()
    assert [each.title for each in live.revisions("inu-todoke")] == ["直した"]


@pytest.mark.parametrize(
    ("version", "words"), [("2026-11", "使われています"), ("2026-04", "")]
)  # fmt: skip
def test_a_version_with_records_is_never_changed(
    templates: Templates, blank: Path, store: Store, version: str, words: str
) -> None:
    saved(templates, blank)
    read_with(store, "inu-todoke", "2026-11")
    bench = templates.edit("inu-todoke", PERSON)
    _, mistakes = templates.put(
        bench.id, PERSON, bench.declaration | {"version": version}, bench.serial
    )
    assert all(words in each.message for each in mistakes)
    assert bool(mistakes) is bool(words)


def test_two_who_edit_one_version_do_not_overwrite_each_other(
    templates: Templates, blank: Path, live: LiveCatalogue
) -> None:
    saved(templates, blank)
    one, other = (templates.edit("inu-todoke", PERSON) for _ in range(2))
    templates.put(one.id, PERSON, one.declaration | {"title": "一人目"}, one.serial)
    assert templates.save(one.id, PERSON)[1] == ()
    changed = other.declaration | {"title": "二人目"}
    bench, mistakes = templates.put(other.id, PERSON, changed, other.serial)
    assert [each.place for each in mistakes] == [("version",)]
    templates.put(other.id, PERSON, changed | {"version": "2026-12"}, bench.serial)
    assert templates.save(other.id, PERSON)[1] == ()
    assert [each.title for each in live.revisions("inu-todoke")] == ["二人目", "一人目"]


def test_another_form_s_id_is_refused(templates: Templates, blank: Path) -> None:
    bench = templates.begin(blank, PERSON)
    _, mistakes = templates.put(bench.id, PERSON, drawn(form="chosa"), bench.serial)
    assert [each.place for each in mistakes] == [("form",)]


def test_comments_of_the_file_before_are_kept(
    templates: Templates, blank: Path, live: LiveCatalogue
) -> None:
    path = saved(templates, blank) / "form.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fields:", "fields:  # 手で書いた覚え書き"), encoding="utf-8")
    bench = templates.edit("inu-todoke", PERSON)
    templates.put(bench.id, PERSON, bench.declaration | {"law": "狂犬病予防法"}, bench.serial)
    made, _ = templates.save(bench.id, PERSON)
    assert made is not None
    assert made.lost == ()
    assert "手で書いた覚え書き" in path.read_text(encoding="utf-8")


def test_a_folder_of_that_name_with_something_else_in_it_is_left_alone(
    templates: Templates, blank: Path, own_settings: Settings, live: LiveCatalogue
) -> None:
    strange = own_settings.home_path / "forms" / "inu-todoke"
    strange.mkdir(parents=True)
    (strange / "notes.txt").write_text("x")
    assert saved(templates, blank).name == "inu-todoke-2"
    assert live["inu-todoke"]
    assert [each.name for each in strange.iterdir()] == ["notes.txt"]


def test_a_folder_that_cannot_be_written_is_named(
    templates: Templates, blank: Path, own_settings: Settings
) -> None:
    own_settings.home_path.joinpath("forms").write_text("not a folder")
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    with pytest.raises(SetupError, match="書き込めません"):
        templates.save(bench.id, PERSON)
    assert templates.bench(bench.id, PERSON)


@pytest.mark.parametrize("survived", range(4))
def test_a_save_that_is_cut_short_leaves_forms_that_load_and_can_be_saved_again(
    templates: Templates, blank: Path, store: Store, own_settings: Settings,
    monkeypatch: pytest.MonkeyPatch, survived: int,
) -> None:  # fmt: skip
    folder = saved(templates, blank)
    read_with(store, "inu-todoke", "2026-11")
    print_before = (folder / "blank.pdf").read_bytes()
    bench = templates.edit("inu-todoke", PERSON)
    (bench.folder / "blank.pdf").write_bytes(print_before + b" ")
    whole, left = saving._replace, [survived]

    def cut(path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "disk full")
        whole(path, data)

    monkeypatch.setattr(saving, "_replace", cut)
    if survived < 2:
        with pytest.raises(SetupError, match="書き込めません"):
            templates.save(bench.id, PERSON)
        catalogue = Catalogue.load(FORMS, *own_settings.forms_paths)
        assert catalogue["inu-todoke"].version == "2026-11"
        monkeypatch.setattr(saving, "_replace", whole)
    assert templates.save(bench.id, PERSON)[1] == ()
    catalogue = Catalogue.load(FORMS, *own_settings.forms_paths)
    assert [e.version for e in catalogue.revisions("inu-todoke")] == ["2026-04", "2026-11"]
    assert catalogue.revision("inu-todoke", "2026-11").blank.read_bytes() == print_before
    assert catalogue["inu-todoke"].blank.read_bytes() != print_before


def test_a_state_from_an_older_window_does_not_overwrite_a_newer_one(
    templates: Templates, blank: Path
) -> None:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(title="新しい"), bench.serial)
    with pytest.raises(Overtaken):
        templates.put(bench.id, PERSON, drawn(title="古い"), bench.serial)
    assert templates.bench(bench.id, PERSON).title == "新しい"


def test_another_department_s_forms_and_workbenches_are_not_there(
    templates: Templates, blank: Path
) -> None:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    with pytest.raises(NoBench):
        templates.bench(bench.id, ELSEWHERE)
    assert templates.benches(ELSEWHERE) == ()
    assert templates.forms(ELSEWHERE) == ()
    with pytest.raises(SetupError):
        templates.edit("chosa", ELSEWHERE)


def test_nobody_saves_a_form_for_a_department_of_others(templates: Templates, blank: Path) -> None:
    bench = templates.begin(blank, ELSEWHERE)
    _, mistakes = templates.put(bench.id, ELSEWHERE, drawn(), bench.serial)
    assert [each.place for each in mistakes] == [("department",)]


@pytest.mark.parametrize("name", ["..", "../../etc", "0" * 15, "g" * 16, ""])
def test_a_workbench_is_only_found_by_a_name_of_ours(templates: Templates, name: str) -> None:
    with pytest.raises(NoBench):
        templates.bench(name, PERSON)


def test_golden_scans_go_with_the_form_and_those_of_an_old_print_stay_with_it(
    templates: Templates, blank: Path, store: Store, tmp_path: Path, helper: FakeHelper
) -> None:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    scan = tmp_path / "scan"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x")
    tried = templates.try_paper(bench.id, PERSON, scan, "犬 1.png", is_invented=True)
    templates.keep_golden(bench.id, PERSON, tried.id, 0, GOOD, "")
    made, _ = templates.save(bench.id, PERSON)
    assert made is not None
    assert sorted(e.name for e in (made.folder / "golden").iterdir()) == ["犬-1.png", "犬-1.yaml"]
    read_with(store, "inu-todoke", "2026-11")
    again = templates.edit("inu-todoke", PERSON)
    assert len(templates.goldens(again)) == 1
    print_of = tmp_path / "print"
    print_of.write_bytes(b"%PDF-1.4 x")
    again = templates.replace_blank(again.id, PERSON, print_of)
    assert templates.goldens(again) == ()
    assert templates.save(again.id, PERSON)[1] == ()
    assert [e.parent.parent.name for e in made.folder.rglob("golden/*.yaml")] == ["2026-11"]


def test_what_is_tried_of_a_real_person_is_never_kept(
    templates: Templates, blank: Path, tmp_path: Path
) -> None:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    scan = tmp_path / "scan"
    scan.write_bytes(b"%PDF-1.4 x")
    tried = templates.try_paper(bench.id, PERSON, scan, "a.pdf", is_invented=False)
    with pytest.raises(Exception, match="実在"):
        templates.keep_golden(bench.id, PERSON, tried.id, 0, GOOD, "")
    assert templates.goldens(bench) == ()


def test_a_tried_paper_is_gone_in_time_and_when_it_is_taken_away(
    templates: Templates, blank: Path, tmp_path: Path, own_settings: Settings, clock: Any
) -> None:
    import time

    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    clock.now = clock.now.fromtimestamp(time.time(), clock.now.tzinfo)
    for _ in range(2):
        scan = tmp_path / "scan"
        scan.write_bytes(b"%PDF-1.4 x")
        tried = templates.try_paper(bench.id, PERSON, scan, "a.pdf", is_invented=False)
    templates.drop_try(bench.id, PERSON, tried.id)
    left = own_settings.home_path / "templates" / bench.id / "tries"
    assert len(list(left.iterdir())) == 1
    templates.benches(PERSON)
    assert len(list(left.iterdir())) == 1
    clock.advance(3601)
    templates.benches(PERSON)
    assert list(left.iterdir()) == []


def test_an_upload_that_is_no_paper_leaves_nothing(
    templates: Templates, tmp_path: Path, own_settings: Settings
) -> None:
    archive = tmp_path / "x"
    archive.write_bytes(b"PK\x03\x04" + b"0" * 100)
    with pytest.raises(Exception, match="読めません"):
        templates.begin(archive, PERSON)
    assert not archive.exists()
    assert list((own_settings.home_path / "templates").iterdir()) == []


def test_the_reading_of_a_saved_form_s_golden_scans_is_compared(
    templates: Templates, blank: Path, tmp_path: Path, helper: FakeHelper, live: Catalogue
) -> None:
    bench = templates.begin(blank, PERSON)
    templates.put(bench.id, PERSON, drawn(), bench.serial)
    scan = tmp_path / "scan"
    scan.write_bytes(b"%PDF-1.4 x")
    tried = templates.try_paper(bench.id, PERSON, scan, "a.pdf", is_invented=True)
    templates.keep_golden(bench.id, PERSON, tried.id, 0, GOOD, "")
    assert templates.examine_bench(templates.bench(bench.id, PERSON)).has_passed
    templates.save(bench.id, PERSON)
    helper.answer = read(GOOD | {"sex": "オス"})
    result = templates.examine(live["inu-todoke"])
    assert not result.has_passed
    assert json.dumps([each.change for each in result.papers[0].fields]).count("worse") == 1
