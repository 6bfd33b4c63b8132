"""All declared forms. One folder a form in `forms/definitions/`, and in folders an office adds.

A form's folder holds its newest revision; papers on older ones still come in, so these stay in
folders of their own inside it: `<form>/<any name>/form.yaml` and `blank.pdf`, with the same id and
another version. An office's revision of a form that we ship is the newest one, whatever its
version; ours is then an older one beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from forms.errors import BadDeclaration, SetupError
from forms.form import Form
from forms.procedures import Procedures, load_procedures
from forms.source import load_form
from forms.work_fields import WorkFields, load_work_fields, shipped

DEFINITIONS = Path(__file__).parent / "definitions"


class Catalogue:
    """Forms by id, in the order of their ids; each in its newest revision unless asked for more."""

    def __init__(
        self,
        forms: Iterable[Form],
        older: Iterable[Form] = (),
        work_fields: WorkFields | None = None,
        procedures: Procedures | None = None,
    ) -> None:
        self._work_fields, self._procedures = work_fields, procedures
        self._forms = {form.id: form for form in sorted(forms, key=lambda f: f.id)}
        self._older = tuple(sorted(older, key=lambda f: f.version, reverse=True))

    @classmethod
    def load(cls, *folders: Path) -> "Catalogue":
        """Read every `<folder>/<form>/form.yaml` and the older revisions in it; without folders,
        the ones that we ship.

        Raises BadDeclaration for a mistake in a file, for one id declared twice (one of ours may
        be declared anew), and for an older revision of another form or of a version that is there
        already.
        """
        forms: dict[str, Form] = {}
        older: list[Form] = []
        for folder in folders or (DEFINITIONS,):
            for path in _declared(folder):
                form = load_form(path)
                if form.id in forms:
                    older.append(_superseded(forms[form.id], form, path))
                forms[form.id] = form
                older += _older_revisions(form)
        own = [folder for folder in folders if folder != DEFINITIONS]
        return cls(
            forms.values(), _distinct(forms, older), load_work_fields(own), load_procedures(own)
        )

    def __iter__(self) -> Iterator[Form]:
        return iter(self._forms.values())

    def __len__(self) -> int:
        return len(self._forms)

    @property
    def work_fields(self) -> WorkFields:
        """The fields of work that forms are counted by: the office's own list, or ours."""
        return self._work_fields or shipped()

    @property
    def procedures(self) -> Procedures:
        """The procedures that papers belong to: ours, mended and added to by the office."""
        return self._procedures or load_procedures()

    def revisions(self, form_id: str | None = None) -> tuple[Form, ...]:
        """Every revision, of one form or of all, the newest of each form first."""
        return tuple(
            each
            for form in self
            if form_id in (None, form.id)
            for each in (form, *(old for old in self._older if old.id == form.id))
        )

    def revision(self, form_id: str, version: str) -> Form:
        """That revision of a form; the newest one where that version is not declared any more.
        Raises SetupError where there is no such form."""
        known = {form.version: form for form in self.revisions(form_id)}
        return known.get(version) or self[form_id]

    def __getitem__(self, form_id: str) -> Form:
        """The form. Raises SetupError with the known ids where there is none."""
        if form_id not in self._forms:
            known = "、".join(self._forms)
            raise SetupError(
                f"様式「{form_id}」は登録されていません。", advice=f"登録済みの様式: {known}"
            )
        return self._forms[form_id]


def _declared(folder: Path) -> list[Path]:
    """`<folder>/<any name>/form.yaml`. A name with a dot before it is one that comes to be."""
    found = sorted(folder.glob("*/form.yaml"))
    return [path for path in found if not path.parent.name.startswith(".")]


def _superseded(before: Form, form: Form, path: Path) -> Form:
    """The revision that we ship, where an office has another one of the same form."""
    if before.folder.parent != DEFINITIONS or form.folder.parent == DEFINITIONS:
        raise BadDeclaration(str(path), 1, "form", f"様式 {form.id} は定義済みです。")
    if before.version == form.version:
        problem = f"様式 {form.id} の版 {form.version} は、製品に付属しています。"
        fix = "版 (version) を変えてください。"
        raise BadDeclaration(str(path), 1, "version", problem, fix)
    return before


def _distinct(forms: Mapping[str, Form], older: Iterable[Form]) -> list[Form]:
    """One of each version: an office keeps ours under its own, too, when it edits one of ours."""
    kept: dict[tuple[str, str], Form] = {}
    for form in older:
        if forms[form.id].version != form.version:
            kept[form.id, form.version] = form
    return list(kept.values())


def _older_revisions(form: Form) -> list[Form]:
    found: list[Form] = []
    for path in _declared(form.folder):
        old = load_form(path)
        if old.id != form.id:
            problem = f"様式 {form.id} のフォルダに、別の様式 {old.id} があります。"
            raise BadDeclaration(str(path), 1, "form", problem)
        if old == form and path.read_bytes() == (form.folder / "form.yaml").read_bytes():
            continue  # put aside, and its successor is about to be written
        if old.version in {form.version, *(each.version for each in found)}:
            problem = f"様式 {form.id} の版 {old.version} は定義済みです。"
            raise BadDeclaration(str(path), 1, "version", problem)
        found.append(old)
    return found
