"""Which names and filters a text may use where it stands: checked when a scenario is loaded."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bots.scenario.expressions import Filter, Slot, Template
from bots.scenario.filters import FILTERS, Argument
from forms.form import Field, FieldType, Form

_ARGUMENTS: Mapping[Argument, str] = {
    Argument.NONE: r"",
    Argument.OPTIONAL_TWO: r"|2",
    Argument.OPTIONAL_GROUP: r"|1|2|3",
}


class WrongName(Exception):
    """A mistake: what is wrong, and what was probably meant (both Japanese).

    `keys` lead from the step to the place of the mistake inside it.
    """

    def __init__(self, problem: str, fix: str = "", keys: tuple[str, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.fix, self.keys = problem, fix, keys


def nearest(word: str, known: Iterable[str], what: str, keys: tuple[str, ...] = ()) -> WrongName:
    """The error for an unknown word, with the nearest right one."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    listed = "・".join(words) if len(words) <= 30 else ""
    fix = f"「{near[0]}」ではありませんか。" if near else listed and f"使えるもの: {listed}"
    return WrongName(f"「{word}」という{what}はありません。", fix, keys)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in scope. `form` is None in `system.yaml`, whose parts only know what they need.

    `memory` and `windows` grow while a script is walked, in the order in which it will run.
    `in_part`: others call these steps and may have opened windows before.
    """

    form: Form | None
    tables: Mapping[str, Mapping[str, str]]
    memory: set[str] = field(default_factory=set)
    given: frozenset[str] = frozenset()
    rows: str | None = None
    windows: set[str] = field(default_factory=set)
    in_part: bool = False

    def inside(self, rows: str) -> "Names":
        """In the steps of `repeat: rows`. Raises WrongName where the form has no such rows."""
        groups = _groups(self.form)
        if rows not in groups:
            raise nearest(rows, groups, "繰り返しの行")
        return replace(self, rows=rows)

    def and_given(self, name: str) -> "Names":
        """With one more name that has a value where the text stands."""
        return replace(self, given=self.given | {name})

    def remember(self, name: str) -> None:
        """A name that a step keeps a text under. Raises WrongName where it has another meaning."""
        if name in self.known() - self.memory:
            raise WrongName(f"「{name}」は項目の id と同じです。", "別の名前にしてください。")
        self.memory.add(name)

    def check(self, template: Template) -> None:
        """Raises WrongName for the first mistake."""
        for slot in template.slots:
            self._check_slot(slot)

    def known(self) -> set[str]:
        fields = {each.id for each in self.form.fields} if self.form else set()
        rows = {f"{self.rows}.{part}" for part in _groups(self.form).get(self.rows or "", ())}
        return fields | self.memory | self.given | rows

    def _check_slot(self, slot: Slot) -> None:
        if slot.name not in self.known():
            raise nearest(slot.name, self.known(), "項目")
        of = self._field(slot.name)
        for used in slot.filters:
            rule = FILTERS.get(used.name)
            if rule is None:
                raise nearest(used.name, FILTERS, "変換")
            if of and rule.types and of.type not in rule.types:
                raise WrongName(f"「{used.name}」は「{of.label}」({of.type}) には使えません。")
            self._check_argument(slot, used, rule.argument, of)

    def _check_argument(self, slot: Slot, used: Filter, wanted: Argument, of: Field | None) -> None:
        said = used.argument
        if wanted is Argument.TABLE:
            self._check_table(said, of)
        elif wanted in (Argument.NAME, Argument.DAY):
            if said not in self.known():
                raise nearest(said, self.known(), "項目")
            named = self._field(said)
            if wanted is Argument.DAY and named and named.type is not FieldType.DATE:
                raise WrongName(f"「{used.name}」の後には{wanted.value}が要ります ({slot.name})。")
        elif wanted is Argument.WORDS:
            if not said:
                raise WrongName(f"「{used.name}」の後に「:言葉」が要ります。")
        elif wanted is Argument.NUMBER:
            if not (said.isascii() and said.isdigit() and int(said) > 0):
                raise WrongName(f"「{used.name}」の後には{wanted.value}が要ります ({slot.name})。")
        elif said not in _ARGUMENTS[wanted].split("|"):
            raise WrongName(f"「{used.name}」の後に書けるのは: {wanted.value}")

    def _check_table(self, name: str, of: Field | None) -> None:
        if name not in self.tables:
            raise nearest(name, self.tables, "コード表")
        if of is None or of.type is not FieldType.CHOICE:
            return
        missing = [o.value for o in of.options if o.value not in self.tables[name]]
        if missing:
            raise WrongName(
                f"コード表「{name}」に「{of.label}」の選択肢「{missing[0]}」がありません。"
            )

    def _field(self, name: str) -> Field | None:
        if self.form is None or name in self.given or name in self.memory:
            return None
        if self.rows and name.startswith(f"{self.rows}."):
            name = f"{self.rows}1_{name.partition('.')[2]}"
        return next((each for each in self.form.fields if each.id == name), None)


def _groups(form: Form | None) -> dict[str, set[str]]:
    """Repeated rows of a form: name without number → the ids inside, and `n` for the number."""
    found: dict[str, set[str]] = {}
    for each in form.fields if form else ():
        if each.group:
            name = each.group.rstrip("0123456789")
            found.setdefault(name, {"n"}).add(each.id.removeprefix(f"{each.group}_"))
    return found
