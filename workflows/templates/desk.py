"""What the template pages may ask: the forms there are, workbenches, tries, golden scans, saving.

Every call that names a form or a workbench gives it only to those who see its department.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form
from forms.golden import FOLDER as GOLDEN
from forms.golden import Golden, goldens_in, goldens_of
from forms.procedures import Procedures
from forms.writing import yaml_of
from workflows.accounts import Account
from workflows.clock import TOKYO, Clock, utc_now
from workflows.live_catalogue import LiveCatalogue
from workflows.settings import Settings
from workflows.shared_files.opened import workroom
from workflows.store.database import Store
from workflows.templates import saving, tries
from workflows.templates.bench import Base, Bench, Benches
from workflows.templates.checking import Checked, Mistake, check, check_fields
from workflows.templates.helper import Helper
from workflows.templates.saving import Saved
from workflows.templates.testing import FormResult, Look, examine, look_of
from workflows.templates.tries import Try

REFRESH_SECONDS, SWEEP_SECONDS = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class FormSummary:
    """A form of the catalogue. `older`: versions of its other revisions; `golden`: how many."""

    form: Form
    older: tuple[str, ...]
    is_own: bool
    golden: int


class Templates:
    """Safe to share between threads. `close` ends the reading process."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings,
        clock: Clock = utc_now, helper: Helper | None = None,
    ) -> None:  # fmt: skip
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._clock, self._saving = clock, Lock()
        self._benches = Benches(settings.home_path, clock)
        self._helper = helper or Helper(settings)
        self._looked_at, self._swept_at = monotonic(), -SWEEP_SECONDS

    def close(self) -> None:
        self._helper.close()

    def refresh(self, *, at_once: bool = False) -> None:
        """Follow what became of the forms, looking once a second at most; take tried papers away
        whose time is over, looking once a minute."""
        now = monotonic()
        if now - self._swept_at >= SWEEP_SECONDS:
            self._swept_at = now
            self._benches.sweep()
        if at_once or now - self._looked_at >= REFRESH_SECONDS:
            self._looked_at = now
            if isinstance(self._catalogue, LiveCatalogue):
                self._catalogue.refresh()

    @property
    def work_fields(self) -> tuple[str, ...]:
        """The fields of work that forms are counted by."""
        return self._catalogue.work_fields.titles

    @property
    def procedures(self) -> Procedures:
        """What a form may be the paper of."""
        return self._catalogue.procedures

    @contextmanager
    def upload(self) -> Iterator[Path]:
        """Where an upload is written to before it is looked at: nobody else sees it there, and it
        goes at the end of the block. Raises FilesAway."""
        with workroom(self._settings.home_path) as folder:
            yield folder / "upload.part"

    # Forms

    def forms(self, person: Account) -> tuple[FormSummary, ...]:
        seen = (form for form in self._catalogue if person.scope.sees(form.department))
        return tuple(self._summary(form) for form in seen)

    def form(self, form_id: str, person: Account) -> Form:
        """Raises SetupError where there is none that the person sees."""
        form = self._catalogue[form_id]
        if not person.scope.sees(form.department):
            raise SetupError("この様式はありません。", advice="様式の一覧から選び直してください。")
        return form

    def _summary(self, form: Form) -> FormSummary:
        older = tuple(each.version for each in self._catalogue.revisions(form.id)[1:])
        count = len(list((form.folder / GOLDEN).glob("*.yaml")))
        return FormSummary(form, older, self._is_own(form), count)

    def _is_own(self, form: Form) -> bool:
        return form.folder.parent == self._own

    @property
    def _own(self) -> Path:
        return self._settings.forms_paths[0].absolute()

    def alike(self, bench: Bench, person: Account) -> FormSummary | None:
        """The form that has the same print, where this is to be a form of its own."""
        if bench.base is not None or not bench.alike:
            return None
        return next((e for e in self.forms(person) if e.form.id == bench.alike), None)

    # Workbenches

    def benches(self, person: Account) -> tuple[Bench, ...]:
        self._benches.sweep()
        return self._benches.all(person)

    def bench(self, bench_id: str, person: Account) -> Bench:
        """Raises NoBench."""
        return self._benches.open(bench_id, person)

    def begin(self, source: Path, person: Account) -> Bench:
        """A workbench over an uploaded blank, with what is proposed for it. Raises HelperError,
        Unreadable."""
        bench = self._benches.new(person.name)
        try:
            scan = tries.put_scan(bench.folder, source)
            made = self._helper.ask("draft", source=str(scan), folder=str(bench.folder))
            scan.unlink(missing_ok=True)
        except BaseException:
            self._benches.drop(bench)
            raise
        data = made["declaration"] | {"form": self._free_id(made["declaration"].get("form", ""))}
        kept = replace(
            bench, declaration=data, sections=made["sections"], alike=made["alike"]
        )  # fmt: skip
        return self._benches.keep(kept)

    def _free_id(self, wanted: str) -> str:
        """An id that no form has, for a person to go over."""
        known = {each.id for each in self._catalogue}
        if not wanted or wanted not in known:
            return wanted
        return next(name for n in count(2) if (name := f"{wanted}-{n}") not in known)

    def edit(self, form_id: str, person: Account) -> Bench:
        """A workbench over the newest revision of a form: its file, its blank, its golden scans.
        Raises SetupError, HelperError."""
        form = self.form(form_id, person)
        bench = self._benches.new(person.name)
        text = saving.plain_file(form)
        (bench.folder / "base.yaml").write_text(text, encoding="utf-8")
        shutil.copyfile(form.blank, bench.folder / "blank.pdf")
        if (form.folder / GOLDEN).is_dir():
            shutil.copytree(form.folder / GOLDEN, bench.golden)
        self._helper.ask("pictures", folder=str(bench.folder))
        base = Base(form.id, form.version, self._is_own(form))
        today = self._clock().astimezone(TOKYO).date()
        declaration = saving.declaration_of(text) | {
            "version": saving.next_version(form, self._catalogue, self._store, today, self._own)
        }
        return self._benches.keep(
            replace(bench, declaration=declaration, base=base, new_blank=False)
        )  # fmt: skip

    def put(
        self, bench_id: str, person: Account, declaration: dict[str, Any], serial: int
    ) -> tuple[Bench, tuple[Mistake, ...]]:
        """Keep the state of the editor; what is wrong with it. Raises NoBench, Overtaken."""
        bench = self._benches.open(bench_id, person)
        changed = replace(bench, declaration=declaration, serial=serial)
        kept = self._benches.keep(changed, serial=serial)
        return kept, self.checked(kept, person).mistakes

    def checked(self, bench: Bench, person: Account) -> Checked:
        """The form on the workbench, or everything that stands against saving it."""
        found = check(bench.declaration, bench.folder)
        if found.declaration is None:
            return found
        against = list(
            saving.conflicts(bench, found.declaration, self._catalogue, self._store)
        )  # fmt: skip
        if not person.scope.sees(found.declaration.department):
            message = "あなたの担当ではない部署です。"
            against.append(Mistake(("department",), message, "自分の部署にしてください。"))
        against += saving.off_the_lists(found.declaration, self._catalogue)
        return replace(found, mistakes=tuple(against))

    def replace_blank(self, bench_id: str, person: Account, source: Path) -> Bench:
        """Another print under the same fields. Golden scans of the print before go."""
        bench = self._benches.open(bench_id, person)
        scan = tries.put_scan(bench.folder, source)
        try:
            made = self._helper.ask("draft", source=str(scan), folder=str(bench.folder))
        finally:
            scan.unlink(missing_ok=True)
        shutil.rmtree(bench.golden, ignore_errors=True)
        declaration = bench.declaration | {"pages": made["declaration"]["pages"]}
        return self._benches.keep(replace(bench, declaration=declaration, new_blank=True))

    def drop(self, bench_id: str, person: Account) -> None:
        self._benches.drop(self._benches.open(bench_id, person))

    def save(self, bench_id: str, person: Account) -> tuple[Saved | None, tuple[Mistake, ...]]:
        """Into the office's folder; the workbench is taken away. Nothing is saved where there are
        mistakes. Raises SetupError."""
        with self._saving:  # a second one, and one of the same form, see what this one has left
            bench = self._benches.open(bench_id, person)
            self.refresh(at_once=True)
            found = self.checked(bench, person)
            if found.declaration is None or found.mistakes:
                return None, found.mistakes
            saved = saving.save(bench, found.declaration, self._own, self._catalogue)
            self._benches.drop(bench)
            self.refresh(at_once=True)
        return saved, ()

    # Tries and golden scans

    def try_paper(
        self, bench_id: str, person: Account, source: Path, name: str, *, is_invented: bool
    ) -> Try:
        """Read a filled paper with the form as it stands. Raises SetupError where the form has
        mistakes, HelperError, Unreadable."""
        bench = self._benches.open(bench_id, person)
        form, ring = self._written(bench), self._store.ring
        with workroom(self._settings.home_path) as folder:
            scan = tries.put_scan(folder, source)
            read = self._helper.ask(
                "read", form=str(bench.folder), files=[str(scan)], out=str(folder), alone=True
            )[0]
            try_id = tries.keep_try(bench, scan, name, is_invented, read, ring)
        return tries.open_try(bench, try_id, form, ring)

    def tried(self, bench_id: str, person: Account, try_id: str) -> Try:
        """Raises NoBench, NoTry."""
        bench = self._benches.open(bench_id, person)
        return tries.open_try(bench, try_id, self._written(bench), self._store.ring)

    def drop_try(self, bench_id: str, person: Account, try_id: str) -> None:
        tries.drop_try(self._benches.open(bench_id, person), try_id)

    def keep_golden(
        self, bench_id: str, person: Account, try_id: str, number: int,
        texts: Mapping[str, str], name: str,
    ) -> Golden:  # fmt: skip
        """See `tries.keep_golden`; the try is taken away."""
        bench = self._benches.open(bench_id, person)
        tried = self.tried(bench_id, person, try_id)
        golden = tries.keep_golden(bench, tried, number, texts, name)
        tries.drop_try(bench, try_id)
        return golden

    def goldens(self, bench: Bench) -> tuple[Golden, ...]:
        return goldens_in(bench.golden)

    def drop_golden(self, bench_id: str, person: Account, name: str) -> None:
        tries.drop_golden(self._benches.open(bench_id, person), name)

    def examine(self, form: Form) -> FormResult:
        """Read the golden scans of a saved form, among all forms. Raises HelperError."""
        return examine(form, goldens_of(form), lambda scans: self._look(form.folder, form, scans))

    def examine_bench(self, bench: Bench) -> FormResult:
        """The same with the form as it stands in the editor. Raises SetupError."""
        form = self._written(bench)
        return examine(
            form, goldens_in(bench.golden), lambda scans: self._look(bench.folder, form, scans)
        )  # fmt: skip

    def _look(self, folder: Path, form: Form, scans: Sequence[Path]) -> list[Look]:
        read = self._helper.ask("read", form=str(folder), files=[str(scan) for scan in scans])
        return [look_of(form, each) for each in read]

    def _written(self, bench: Bench) -> Form:
        """The form as it stands, with its `form.yaml` on the workbench. Raises SetupError."""
        found = check_fields(bench.declaration, bench.folder)
        if found.declaration is None or found.form is None:
            raise SetupError(
                "様式に直すところがあるため、まだ読めません。",
                advice="赤く示した項目を直してから、もう一度試してください。",
            )
        (bench.folder / "form.yaml").write_text(yaml_of(found.declaration), encoding="utf-8")
        return found.form
