"""`utsushi form propose`: the blank of a form → `form.yaml` and `blank.pdf`, to be gone over."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from forms.declaration import FormDeclaration
from forms.errors import SetupError
from forms.form import Form
from forms.source import load_form
from forms.writing import yaml_of
from workflows.cli.tables import print_table
from workflows.makers import open_catalogue
from workflows.settings import Settings

ID = r"[a-z][a-z0-9\-]*"  # as in `forms.declaration`


def propose_form(blank: Path, out: Path | None, form_id: str | None) -> None:
    """Writes a new folder; never over one that is there. Raises SetupError, UnreadableFile,
    MissingModel where a scan must be read without weights."""
    from ocr.drafting import Drafter
    from ocr.drafting.declaring import declared, sections_of, write_blank

    settings = Settings.load()
    draft = Drafter(models=settings.models).propose(blank)
    if not draft.entries:
        raise SetupError(
            f"{blank.name} に記入欄が見つかりません。",
            advice="罫線か見出しのある、何も書いていない様式かどうかを確かめてください。",
        )
    known = {form.id for form in open_catalogue(settings)}
    if form_id is not None and not re.fullmatch(ID, form_id):
        raise SetupError(
            f"id「{form_id}」は使えません。",
            advice="英小文字・数字・- で、英字から書いてください。",
        )
    form = _checked(declared(draft, form_id or ""), known, is_asked=form_id is not None)
    folder = out or settings.forms_paths[0] / form.form
    with _new(folder) as made:
        (made / "form.yaml").write_text(yaml_of(form, sections_of(draft)), encoding="utf-8")
        write_blank(draft, blank, made / "blank.pdf")
        load_form(made / "form.yaml")  # before anybody can find it
    _tell(load_form(folder / "form.yaml"), folder, sum(len(page.staff) for page in draft.pages))


def _checked(form: FormDeclaration, known: set[str], *, is_asked: bool) -> FormDeclaration:
    """With an id that no form has: one that was asked for is refused, one of ours is counted."""
    if is_asked and form.form in known:
        raise SetupError(
            f"様式「{form.form}」は登録済みです。", advice="--id に別の id を書いてください。"
        )
    ids = (form.form if n == 1 else f"{form.form}-{n}" for n in count(1))
    return form.model_copy(update={"form": next(each for each in ids if each not in known)})


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A folder that comes to be whole or not at all. Raises SetupError where it is there."""
    if folder.exists():
        raise SetupError(
            f"{folder} はもうあります。", advice="--out に新しいフォルダを書いてください。"
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".propose-", dir=folder.parent))
    except OSError as error:
        raise SetupError(
            f"{folder.parent} に書けません。", advice="書き込める場所を --out に書いてください。"
        ) from error
    try:
        yield made
        made.chmod(0o755)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _tell(form: Form, folder: Path, staff: int) -> None:
    rows = [
        (f.id, f.label, f.type.value, f.page, f.cells or "", "・".join(o.value for o in f.options))
        for f in form.fields
    ]
    print_table(f"{form.title} の案", ["id", "項目", "種類", "ページ", "桁", "選択肢"], rows)
    if staff:
        print(f"職員が書く欄と見て、{staff} か所を除きました。")
    print(f"書きました: {folder / 'form.yaml'}、{folder / 'blank.pdf'}")
    print("名前・必須・種類を確かめ、担当・業務・根拠の「未設定」を書き換えてください。")
