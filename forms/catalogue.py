"""All declared forms. One folder a form in `forms/definitions/`, and in folders an office adds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from forms.declaration import load_form
from forms.errors import BadDeclaration, SetupError
from forms.form import Form

DEFINITIONS = Path(__file__).parent / "definitions"


class Catalogue:
    """Forms by id, in the order of their ids."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms = {form.id: form for form in sorted(forms, key=lambda f: f.id)}

    @classmethod
    def load(cls, *folders: Path) -> "Catalogue":
        """Read every `<folder>/<form>/form.yaml`; without folders, the ones that we ship.

        Raises BadDeclaration for a mistake in a file or for one id declared twice.
        """
        forms: dict[str, Form] = {}
        for folder in folders or (DEFINITIONS,):
            for path in sorted(folder.glob("*/form.yaml")):
                form = load_form(path)
                if form.id in forms:
                    raise BadDeclaration(str(path), 1, "form", f"様式 {form.id} は定義済みです。")
                forms[form.id] = form
        return cls(forms.values())

    def __iter__(self) -> Iterator[Form]:
        return iter(self._forms.values())

    def __len__(self) -> int:
        return len(self._forms)

    def __getitem__(self, form_id: str) -> Form:
        """The form. Raises SetupError with the known ids where there is none."""
        if form_id not in self._forms:
            known = "、".join(self._forms)
            raise SetupError(
                f"様式「{form_id}」は登録されていません。", advice=f"登録済みの様式: {known}"
            )
        return self._forms[form_id]
