"""A form from the workbench into the office's own folder, where every process finds it.

A new form appears whole, by one rename. Of an edited one the revision before is put aside first
(`<form>/<version>/`), so that papers on it are still read; then its files are exchanged, while
`.saving` tells other processes to look later.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from sqlalchemy import select

from forms.catalogue import Catalogue
from forms.declaration import FormDeclaration
from forms.errors import SetupError
from forms.form import Form
from forms.golden import FOLDER as GOLDEN
from forms.keeping import keep
from forms.plain import plain_text
from forms.writing import yaml_of
from workflows.live_catalogue import SAVING
from workflows.store.database import Store
from workflows.store.tables import RecordRow
from workflows.templates.bench import Bench
from workflows.templates.checking import Mistake

_FORM, _BLANK = "form.yaml", "blank.pdf"


@dataclass(frozen=True, slots=True)
class Saved:
    """`lost`: comments of the file before that could not be kept."""

    form: str
    version: str
    folder: Path
    lost: tuple[str, ...]


def declaration_of(text: str) -> dict[str, Any]:
    """A plain `form.yaml` as the editor's data: only what it says."""
    declaration = FormDeclaration.model_validate(yaml.safe_load(text))
    return declaration.model_dump(mode="json", exclude_defaults=True)


def plain_file(form: Form) -> str:
    """The `form.yaml` of a form with every field written out."""
    path = form.folder / _FORM
    return plain_text(path.read_text(encoding="utf-8-sig"), path)


def text_of(bench: Bench, declaration: FormDeclaration) -> tuple[str, tuple[str, ...]]:
    """The file, and the comments of the one before that are lost."""
    text = yaml_of(declaration, bench.sections)
    base = bench.folder / "base.yaml"
    if not base.is_file():
        return text, ()
    kept = keep(base.read_text(encoding="utf-8-sig"), text)
    return kept.text, kept.lost


def conflicts(
    bench: Bench, declaration: FormDeclaration, catalogue: Catalogue, store: Store
) -> tuple[Mistake, ...]:
    """What stands against saving under this id and this version."""
    known = catalogue.revisions(declaration.form)
    base = bench.base
    if known and (base is None or base.form != declaration.form):
        title = known[0].title
        message = f"この id は「{title}」が使っています。"
        return (Mistake(("form",), message, "別の id にするか、その様式を一覧から直します。"),)
    same = [each for each in known if each.version == declaration.version]
    if not same:
        return ()
    is_open = base is not None and base.is_own and base.version == declaration.version
    if is_open and not _is_used(store, declaration.form, declaration.version):
        if _is_as_begun(bench, same[0]):
            return ()
        message = "この版は、作り始めたあとに、ほかの人が書き換えました。"
    else:
        message = "この版は、もう使われています。" if is_open else "この版は、もうあります。"
    return (Mistake(("version",), message, "新しい版の名前 (年-月など) にしてください。"),)


def off_the_lists(declaration: FormDeclaration, catalogue: Catalogue) -> Iterator[Mistake]:
    """A field of work or a procedure that is on no list, and what was likely meant."""
    if meant := catalogue.work_fields.meant(declaration.work_field):
        fix = f"「{meant}」ではありませんか。"
        yield Mistake(("work_field",), "一覧にない分野です。", fix)
    number = declaration.procedure
    if number and catalogue.procedures.find(number) is None:
        meant = catalogue.procedures.meant(number)
        known = "「手続き」の一覧の番号を入れてください。"
        fix = f"「{meant}」ではありませんか。" if meant else known
        yield Mistake(("procedure",), "一覧にない手続きです。", fix)


def _is_as_begun(bench: Bench, form: Form) -> bool:
    """Nobody has saved that revision since it was taken up."""
    text = plain_file(form)
    return text == (bench.folder / "base.yaml").read_text(encoding="utf-8")


def next_version(form: Form, catalogue: Catalogue, store: Store, today: date, own: Path) -> str:
    """The version's own name where it may still be changed, else a new one: the month, or the
    month with a number."""
    if form.folder.parent == own and not _is_used(store, form.id, form.version):
        return form.version
    known = {each.version for each in catalogue.revisions(form.id)}
    month = f"{today:%Y-%m}"
    names = [month, *(f"{month}-{n}" for n in range(2, len(known) + 3))]
    return next(name for name in names if name not in known)


def save(bench: Bench, declaration: FormDeclaration, own: Path, catalogue: Catalogue) -> Saved:
    """Write the form into the folder `own`. Raises SetupError where that cannot be written."""
    text, lost = text_of(bench, declaration)
    target = _folder_of(declaration.form, own, catalogue)
    try:
        if target.is_dir():
            _exchange(bench, declaration, text, target, catalogue)
        else:
            _appear(bench, text, target)
    except OSError as error:
        raise SetupError(
            f"様式のフォルダ {own} に書き込めません (番号 {error.errno})。",
            advice="フォルダの場所 (UTSUSHI_FORMS) と書き込みの権限を確かめてください。",
        ) from error
    return Saved(declaration.form, declaration.version, target, lost)


def _folder_of(form: str, own: Path, catalogue: Catalogue) -> Path:
    """Where the office has the form already, else a free folder of its name."""
    for each in catalogue.revisions(form):
        if each.folder.parent == own:
            return each.folder
    taken = [each.name for each in own.iterdir()] if own.is_dir() else []
    return own / _free_name(form, taken)


def _appear(bench: Bench, text: str, target: Path) -> None:
    part = target.parent / ".new" / uuid4().hex
    part.mkdir(parents=True)
    try:
        (part / _FORM).write_text(text, encoding="utf-8")
        shutil.copyfile(bench.folder / _BLANK, part / _BLANK)
        if bench.golden.is_dir():
            shutil.copytree(bench.golden, part / GOLDEN)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        with suppress(OSError):  # another form comes to be there
            part.parent.rmdir()


def _exchange(
    bench: Bench, declaration: FormDeclaration, text: str, target: Path, catalogue: Catalogue
) -> None:
    marker = target / SAVING
    marker.touch()
    try:
        standing = catalogue[declaration.form]
        if standing.folder == target and standing.version != declaration.version:
            _put_aside(target, standing.version, with_golden=bench.new_blank)
        _exchange_files(target, text.encode(), (bench.folder / _BLANK).read_bytes())
        _replace_golden(bench.golden, target / GOLDEN)
    finally:
        with suppress(OSError):
            marker.unlink()


def _exchange_files(target: Path, form: bytes, blank: bytes) -> None:
    """Both or, where the disk refuses, neither: a form never stays over another print."""
    before = {name: (target / name).read_bytes() for name in (_BLANK, _FORM)}
    try:
        _replace(target / _BLANK, blank)
        _replace(target / _FORM, form)
    except OSError:
        for name, data in before.items():
            with suppress(OSError):
                _replace(target / name, data)
        raise


def _put_aside(target: Path, version: str, *, with_golden: bool) -> None:
    """The revision into a folder inside its form's; the golden scans of its print with it. One
    that a save which was cut short has put aside is left as it is."""
    standing = (target / _FORM).read_bytes()
    for folder in target.glob(".*/"):  # a copy that was cut short
        shutil.rmtree(folder, ignore_errors=True)
    if any(each.read_bytes() == standing for each in target.glob(f"*/{_FORM}")):
        return
    aside = target / _free_name(version, [each.name for each in target.iterdir()])
    part = target / f".{uuid4().hex}"
    part.mkdir()
    shutil.copyfile(target / _BLANK, part / _BLANK)
    shutil.copyfile(target / _FORM, part / _FORM)
    if with_golden and (target / GOLDEN).is_dir():
        shutil.copytree(target / GOLDEN, part / GOLDEN)
    part.rename(aside)


def _free_name(version: str, taken: Sequence[str]) -> str:
    """A folder's name for a version, whatever signs it is written with."""
    plain = "".join(ch if ch.isalnum() or ch in "-_" else "_" for ch in version) or "_"
    names = [plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken and name != GOLDEN)


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _replace_golden(source: Path, target: Path) -> None:
    """The golden scans as they are on the workbench."""
    names = {each.name for each in source.iterdir()} if source.is_dir() else set()
    if names:
        target.mkdir(exist_ok=True)
    for name in names:
        _replace(target / name, (source / name).read_bytes())
    for each in target.iterdir() if target.is_dir() else ():
        if each.name not in names:
            each.unlink()


def _is_used(store: Store, form: str, version: str) -> bool:
    """Some record was read with that revision."""
    query = select(RecordRow.id).where(RecordRow.form == form, RecordRow.version == version)
    with store.read() as session:
        return session.scalars(query.limit(1)).first() is not None
