"""What was typed → which value of the record it is, and by which filters.

Every field goes through every filter that may stand there; the text that comes out leads back to
the field. Where several fields say the same, the one whose label is most like the words on the
screen is meant. What no field says stays as it was typed.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bots.scenario.expressions import parse
from bots.scenario.filters import FILTERS, Argument
from bots.scenario.values import Values
from bots.tables import clean
from forms.compare import fold
from forms.errors import Rejected
from forms.form import Field, FieldType, Form
from forms.record import Value

WIDTHS = (
    "half_kana",
    "full_width",
    "half_width",
    "katakana",
    "hiragana",
    "big_kana",
    "upper",
    "no_space",
)
"""Filters of writing: they may follow another one."""

WHOLE_DATES = (
    "{%|yyyy}年{%|m}月{%|d}日",
    "{%|yyyy}年{%|mm}月{%|dd}日",
    "{%|yyyy}/{%|m}/{%|d}",
    "{%|yyyy}.{%|mm}.{%|dd}",
    "{%|era}{%|y}年{%|m}月{%|d}日",
    "{%|era_letter}{%|yy}.{%|mm}.{%|dd}",
    "{%|era_letter}{%|y}.{%|m}.{%|d}",
    "{%|era_letter}{%|yy}/{%|mm}/{%|dd}",
    "{%|era_letter}{%|yy}{%|mm}{%|dd}",
    "{%|era_number}{%|yy}{%|mm}{%|dd}",
    "{%|yy}{%|mm}{%|dd}",
)
"""Ways of writing a day that no single filter gives; % is the field."""

COST, WIDTH_COST, CUT_COST, LIKE = 1.0, 0.5, 3.0, 4.0
"""Weights of the choice between several readings of one text, found by trying: a filter costs, a
piece cut out by its length costs most, a field named as on the screen wins over both."""

SHORTEST = 2
"""Shorter texts (1, 有) say nothing by themselves: the field must be named alike too."""

LONG_ENOUGH = 3
"""Characters from which a text found inside another one is no chance."""

ALIKE = 0.5
"""Likeness of two names (0 to 1) from which a short text is believed."""


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of a text: the template that gives it, of which field, at what cost."""

    template: str
    field: str
    cost: float
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the place: its name on the screen, the words around it, and which field
    its neighbours under the same heading belong to."""

    near: str = ""
    note: str = ""
    favour: str | None = None


@dataclass
class Matcher:
    """Leads texts of the screen back to the record. `tables` are the system's code tables."""

    form: Form
    record: Mapping[str, Value]
    tables: Mapping[str, Mapping[str, str]]
    encoding: str = "utf-8"
    used: set[str] = field(default_factory=set)
    _exact: dict[str, list[Way]] = field(default_factory=dict)
    _folded: dict[str, list[Way]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fill()

    def learn(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        """Know more code tables."""
        self.tables = {**self.tables, **tables}
        self._exact.clear()
        self._folded.clear()
        self._fill()

    def _fill(self) -> None:
        values = Values(self.record, self.tables, self.encoding)
        for each in self.form.fields:
            if not self.record.get(each.id):
                continue
            for way in _ways(each, self._lengths(each), self.tables):
                for text in _said(way, values):
                    self._exact.setdefault(text, []).append(way)
                    self._folded.setdefault(fold(text), []).append(way)

    def ways(self, text: str, *, folded: bool = False) -> list[Way]:
        """Every reading of a text; `folded`: width, spaces and kind of kana do not matter."""
        found = self._folded.get(fold(text), []) if folded else self._exact.get(text, [])
        return found if fold(text) else []

    def best(self, text: str, hint: Hint, *, folded: bool = False) -> Way | None:
        """The likeliest reading, None where nothing in the record says this."""
        rated = [(self._rate(way, hint), way) for way in self.ways(text, folded=folded)]
        if len(fold(text)) < SHORTEST:
            rated = [each for each in rated if self._is_believed(each[1], hint)]
        if not rated:
            return None
        way = min(rated, key=lambda each: (each[0], each[1].template))[1]
        self.used.add(way.field)
        return way

    def favourite(self, texts: list[str], hint: Hint) -> str | None:
        """The field that says most of several texts under one heading."""
        scores: dict[str, float] = {}
        for text in texts:
            best: dict[str, float] = {}
            for way in self.ways(text):
                gain = 10 - self._rate(way, replace(hint, favour=None))
                best[way.field] = max(best.get(way.field, 0.0), gain)
            for name, gain in best.items():
                scores[name] = scores.get(name, 0.0) + gain
        return max(scores, key=lambda name: scores[name]) if scores else None

    def rest(self, typed: str, start: str, hint: Hint) -> Way | None:
        """The reading of a text whose beginning stands in a box beside it already: its template
        is to be completed with `after:`."""
        found = [
            (self._rate(way, hint), way)
            for text, ways in self._exact.items()
            if text.endswith(typed) and len(text) > len(typed)
            if fold(text[: -len(typed)]) == fold(start)
            for way in ways
        ]
        return min(found, key=lambda each: (each[0], each[1].template))[1] if found else None

    def begins(self, cell: str, near: str) -> Way | None:
        """The field whose value begins with what a cell of a list says."""
        start = fold(cell)
        if len(start) < LONG_ENOUGH:
            return None
        found = [
            (self._rate(way, Hint(near)), way)
            for text, ways in self._folded.items()
            if text.startswith(start) and text != start
            for way in ways
            if not way.filters
        ]
        return min(found, key=lambda each: (each[0], each[1].template))[1] if found else None

    def is_personal(self, text: str) -> bool:
        """Whether it says something of the sample record."""
        said = fold(text)
        return any(len(each) >= LONG_ENOUGH and each in said for each in self._folded)

    def is_written(self, text: str) -> bool:
        """Whether it says what somebody wrote; the words of an option are not that."""
        said = fold(text)
        types = {each.id: each.type for each in self.form.fields}
        return any(
            len(each) >= LONG_ENOUGH and each in said
            for each, ways in self._folded.items()
            if any(types[way.field] is not FieldType.CHOICE for way in ways)
        )

    def is_piece(self, text: str) -> bool:
        """Whether it is a part of a value that somebody wrote, or holds one."""
        said = fold(text)
        free = [f.id for f in self.form.fields if f.type is not FieldType.CHOICE]
        values = [fold(str(self.record.get(name) or "")) for name in free]
        inside = len(said) >= SHORTEST and any(said in value for value in values)
        return inside or any(len(v) >= LONG_ENOUGH and v in said for v in values)

    def likeness(self, field_id: str, near: str) -> float:
        """How alike the field's name and the words on the screen are, 0 to 1."""
        ours, theirs = fold(clean(self.form.field(field_id).label)), fold(clean(near))
        if not ours or not theirs:
            return 0.0
        if ours == theirs:
            return 1.0
        ratio = difflib.SequenceMatcher(None, ours, theirs).ratio()
        return max(ratio, 0.75 if ours in theirs or theirs in ours else 0.0)

    def _rate(self, way: Way, hint: Hint) -> float:
        cost = way.cost - LIKE * self.likeness(way.field, hint.near)
        if hint.favour is not None and way.field == hint.favour:
            cost -= 2 * LIKE
        note = hint.note + hint.near
        if "full_width" in way.filters and "全角" in note:
            cost -= 2 * WIDTH_COST
        if "half_kana" in way.filters and "半角カナ" in note:
            cost -= 2 * WIDTH_COST
        return cost

    def _is_believed(self, way: Way, hint: Hint) -> bool:
        return way.field == hint.favour or self.likeness(way.field, hint.near) >= ALIKE

    def _lengths(self, of: Field) -> range:
        value = self.record.get(of.id)
        if not isinstance(value, str) or of.type not in _CUT:
            return range(0)
        return range(1, len(value))


_CUT = (FieldType.POSTAL_CODE, FieldType.NUMBER, FieldType.MY_NUMBER, FieldType.PHONE)


def _ways(of: Field, lengths: range, tables: Mapping[str, Mapping[str, str]]) -> Iterator[Way]:
    yield Way(f"{{{of.id}}}", of.id, 0.0)
    if of.type is FieldType.DATE:
        yield from (Way(whole.replace("%", of.id), of.id, 2 * COST) for whole in WHOLE_DATES)
    for name, rule in FILTERS.items():
        if rule.types and of.type not in rule.types:
            continue
        for written, cost in _arguments(name, rule.argument, lengths, tables, of):
            yield Way(f"{{{of.id}|{written}}}", of.id, cost, (name,))
            for width in WIDTHS:
                if width == name:
                    continue
                chain = f"{{{of.id}|{written}|{width}}}"
                yield Way(chain, of.id, cost + WIDTH_COST, (name, width))


def _arguments(
    name: str,
    argument: Argument,
    lengths: range,
    tables: Mapping[str, Mapping[str, str]],
    of: Field,
) -> Iterator[tuple[str, float]]:
    cost = WIDTH_COST if name in WIDTHS else COST
    if name == "pad":
        yield from ((f"{name}:{lengths.stop + more}", COST) for more in range(1, 9 * bool(lengths)))
    elif argument is Argument.NUMBER:
        yield from ((f"{name}:{count}", CUT_COST) for count in lengths)
    elif argument is Argument.TABLE:
        for table, rows in tables.items():
            if of.type is FieldType.CHOICE and all(o.value in rows for o in of.options):
                yield f"{name}:{table}", cost
    elif argument.value.startswith("なし"):
        yield name, cost
        for choice in ("1", "2", "3") if argument is Argument.OPTIONAL_GROUP else ("2",):
            if argument is not Argument.NONE:
                yield f"{name}:{choice}", cost


def _said(way: Way, values: Values) -> Iterator[str]:
    """What the template says for the record: nothing where a filter does not understand it."""
    try:
        text = values.text(parse(way.template))
    except (Rejected, ValueError):
        return
    if text:
        yield text


def literal(text: str) -> str:
    """A text as it was typed, as a template."""
    return text.replace("{", "{{").replace("}", "}}")
