"""An entry for each procedure whose papers are read here (for each form that has none): what is
known of it, what is proposed, and what only the office can say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from forms.catalogue import Catalogue
from forms.form import FieldType, Form
from forms.offers import asks_my_number
from forms.procedures import Procedure
from workflows.accounts import Scope
from workflows.clock import Clock
from workflows.privacy.headings import Heading, OwnWords, own_words
from workflows.privacy.people import Count, count_people
from workflows.store.database import Store

THRESHOLD = 1000  # persons (個人情報の保護に関する法律施行令第20条)
TO_FILL = "〔役所で記入〕"
# Words that a field about 要配慮個人情報 (法第2条第3項) may carry. They ask; they decide nothing.
_SENSITIVE = (
    "病",
    "障害",
    "障がい",
    "要介護",
    "疾",
    "症",
    "診",
    "医",
    "手帳",
    "介護度",
    "生活保護",
    "国籍",
)


class Source(StrEnum):
    """Where the words of a cell come from."""

    FILLED = "自動で記入"
    PROPOSED = "案 (確かめて直す)"
    OFFICE = "役所で記入"
    GIVEN = "privacy.yaml から"


class Need(StrEnum):
    """Whether the law asks for the entry."""

    NEEDED = "必要 (1,000 人以上)"
    UNSURE = "要確認 (同じ人を見分けると 1,000 人未満)"
    NOT_YET = "不要 (1,000 人未満)"


@dataclass(frozen=True, slots=True)
class Cell:
    """One heading of an entry. `hint`: what may help whoever fills it in."""

    heading: Heading
    text: str
    source: Source
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One 個人情報ファイル. `key`: the procedure's number, or the form's id."""

    key: str
    title: str
    forms: tuple[Form, ...]
    count: Count
    cells: tuple[Cell, ...]

    @property
    def need(self) -> Need:
        if self.count.people >= THRESHOLD:
            return Need.NEEDED
        return Need.UNSURE if self.count.names >= THRESHOLD else Need.NOT_YET

    @property
    def left(self) -> int:
        """How many headings the office has yet to fill in."""
        return sum(each.source is Source.OFFICE for each in self.cells)


class Registers:
    """Made anew at each asking; nothing is kept."""

    def __init__(self, store: Store, catalogue: Catalogue, home: Path, clock: Clock) -> None:
        self._store, self._catalogue, self._home, self.clock = store, catalogue, home, clock

    def entries(self, scope: Scope) -> tuple[Entry, ...]:
        """Of the forms that the person sees, those with the most persons first. Raises
        BadDeclaration for `privacy.yaml`."""
        words = own_words(self._home)
        with self._store.read() as session:
            found = [
                _entry(key, procedure, forms, count, words)
                for key, procedure, forms in self._files(scope)
                for count in [count_people(session, self._catalogue, forms)]
            ]
        return tuple(sorted(found, key=lambda each: -each.count.people))

    def _files(self, scope: Scope) -> Iterator[tuple[str, Procedure | None, tuple[Form, ...]]]:
        known, seen = self._catalogue.procedures, set[str]()
        forms = [form for form in self._catalogue if scope.sees(form.department)]
        for form in forms:
            procedure = known.find(form.procedure)
            key = procedure.number if procedure else form.id
            if key not in seen:
                seen.add(key)
                alike = (e for e in forms if procedure and e.procedure == form.procedure)
                yield key, procedure, tuple(alike) or (form,)


def _entry(
    key: str, procedure: Procedure | None, forms: tuple[Form, ...], count: Count, words: OwnWords
) -> Entry:
    title = procedure.title if procedure else forms[0].title
    known = _known(title, forms, count)
    cells = (_cell(each, words.of(key, each), known, procedure, forms) for each in Heading)
    return Entry(key, title, forms, count, tuple(cells))


def _known(title: str, forms: Sequence[Form], count: Count) -> Mapping[Heading, tuple[str, Source]]:
    """What follows from the forms and the store."""
    units = "、".join(dict.fromkeys(form.department for form in forms))
    collected = "本人などから提出された申請書・届出書 (紙の読み取り、電子の申請)"
    return {
        Heading.TITLE: (f"{title}に関するファイル", Source.PROPOSED),
        Heading.UNIT: (units, Source.FILLED),
        Heading.ITEMS: (_items(forms), Source.FILLED),
        Heading.RANGE: (_range(forms, count), Source.PROPOSED),
        Heading.COLLECTED: (collected, Source.PROPOSED),
        Heading.KIND: ("法第60条第2項第1号 (電算処理ファイル)", Source.FILLED),
        Heading.NOTES: (_notes(forms), Source.FILLED),
    }


def _cell(
    heading: Heading, own: str, known: Mapping[Heading, tuple[str, Source]],
    procedure: Procedure | None, forms: Sequence[Form],
) -> Cell:  # fmt: skip
    if own:
        return Cell(heading, own, Source.GIVEN)
    if heading in known:
        return Cell(heading, *known[heading])
    return Cell(heading, TO_FILL, Source.OFFICE, _hint(heading, procedure, forms))


def _items(forms: Sequence[Form]) -> str:
    """What the papers ask for, each once, without the numbers of rows."""
    labels: dict[str, None] = {}
    for form in forms:
        for field in form.fields:
            label = field.label if field.group is None else _without_number(field.label)
            if field.type is not FieldType.SEAL:
                labels.setdefault(label)
    return "、".join(f"{n} {label}" for n, label in enumerate(labels, start=1))


def _without_number(label: str) -> str:
    """児童1 氏名 → 児童 氏名."""
    title, _, rest = label.partition(" ")
    return f"{title.rstrip('0123456789')} {rest}".strip()


def _range(forms: Sequence[Form], count: Count) -> str:
    titles = "・".join(dict.fromkeys(form.title for form in forms))
    days = f" ({count.first} から {count.last} までに受け付けたもの)" if count.first else ""
    return f"{titles}を提出した人と、その様式に書かれた人{days}"


def _notes(forms: Sequence[Form]) -> str:
    asked = any(map(asks_my_number, forms))
    kept = "・".join(dict.fromkeys(str(e.retention) for e in forms if e.retention))
    number = "個人番号を含む (特定個人情報ファイル)" if asked else "個人番号は含まない"
    return f"{number}。保存期間: {kept or '役所全体の設定による'}"


def _laws(procedure: Procedure | None, forms: Sequence[Form]) -> str:
    """The procedure's where it is confirmed, else the forms', which name the article."""
    known = procedure.law if procedure else ""
    if procedure and procedure.law_confirmed and known:
        return known
    return "、".join(dict.fromkeys(form.law for form in forms if form.law)) or known


def _hint(heading: Heading, procedure: Procedure | None, forms: Sequence[Form]) -> str:
    if heading is Heading.PURPOSE:
        return f"根拠: {_laws(procedure, forms) or '未登録'}"
    if heading is Heading.SENSITIVE:
        labels = (field.label for form in forms for field in form.fields)
        found = [e for e in dict.fromkeys(labels) if any(word in e for word in _SENSITIVE)]
        return f"関係するかもしれない項目: {'、'.join(found)}" if found else ""
    return ""
