"""Which form a set of names means, where no source map says so: by the words on the form itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.compare import fold
from forms.electronic.item import heading_of
from forms.electronic.source_map import Wanted
from forms.form import Form

LEAST = 3  # names that must be known before a form is thought of
_SHARE = 0.6  # of all names, where not every required field is among them
_NOTES = re.compile(r"[\s\u3000]*([（(【\[][^）)】\]]*[）)】\]]|[*＊※])[\s\u3000]*$")


@dataclass(frozen=True, slots=True)
class Matched:
    """A form with the names of its fields; `unknown` names mean nothing to it."""

    form: Form
    fields: Mapping[str, Wanted]
    unknown: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Every required field has a name."""
        return all(each.id in self.fields for each in self.form.fields if each.required)

    @property
    def is_likely(self) -> bool:
        known = len(self.fields)
        return known >= LEAST and (self.is_whole or known >= _SHARE * (known + len(self.unknown)))


def by_names(form: Form, names: Iterable[str]) -> Matched:
    """The fields that the names mean: by id, by label where one field alone has it, by the label
    with its id behind it, or by the standard item that one field alone holds."""
    known = _names_of(form)
    fields: dict[str, Wanted] = {}
    unknown = []
    for name in names:
        found = next((known[key] for key in _keys(name) if key in known), None)
        if found is None or found in fields:
            unknown.append(name)
        else:
            fields[found] = Wanted((name,))
    return Matched(form, fields, tuple(unknown))


def likeliest(forms: Iterable[Form], names: Sequence[str]) -> tuple[Matched, ...]:
    """The form that explains most of the names; several where they explain as many, none where no
    form is likely."""
    found = [each for form in forms if (each := by_names(form, names)).is_likely]
    best = max((_rank(each) for each in found), default=None)
    return tuple(each for each in found if _rank(each) == best)


def said_form(forms: Iterable[Form], words: Iterable[str]) -> Form | None:
    """The form that one of the words names, by its id or title."""
    known: dict[str, Form] = {}
    for form in forms:
        known |= {fold(form.id): form, fold(form.title): form}
    return next((known[key] for word in words if (key := fold(word)) in known), None)


def _rank(matched: Matched) -> tuple[int, bool]:
    return len(matched.fields), matched.is_whole


def _names_of(form: Form) -> Mapping[str, str]:
    """Folded name → field id; what two fields share is left out."""
    items = _alone((each.item, each.id) for each in form.fields if each.item)
    labels = _alone((each.label, each.id) for each in form.fields)
    headings = {fold(heading_of(form, each.id)): each.id for each in form.fields}
    return items | labels | headings | {fold(each.id): each.id for each in form.fields}


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, field in pairs:
        found.setdefault(fold(name), set()).add(field)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _keys(name: str) -> Iterable[str]:
    """The name as it stands, without a note behind it (必須), and its last part (申請者/氏名)."""
    yield fold(name)
    bare = _NOTES.sub("", name)
    yield fold(bare)
    if "/" in bare:
        yield fold(bare.rsplit("/", 1)[1])
