"""What was typed, chosen and ticked → steps with the fields of the record in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bots.recorder.events import Act, Kind, Neighbour, Seen
from bots.recorder.matching import Hint, Matcher, literal
from bots.scenario.targets import Target
from bots.scenario.writing import plain
from forms.compare import fold, is_same
from forms.form import Field, FieldType

Data = dict[str, Any]
"""A step as it will be written; under NOTE a remark for its line, under PICTURE its screen."""

NOTE, PICTURE = "#", "@"
UNKNOWN = "記録にない値"
UNSURE = "要確認"
UNDECIDED = "{kakunin}"
"""Stands for a piece of a value that no filter gives: no scenario loads before it is decided."""

PIECE = f"{UNSURE}: 記録の値の一部。何を入れるかを決める"
_UNPADDED = {"yy": "y", "mm": "m", "dd": "d"}


@dataclass
class Writer:
    """Writes single steps. `codes` are the code tables that it proposes on the way."""

    matcher: Matcher
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _read: int = 0

    def group(self, acts: Sequence[Act]) -> list[Data]:
        """The steps of what was done one after the other under one heading."""
        beside = {each.seen.control.number: each for act in acts for each in act.beside}
        touched = {act.seen.control.number for act in acts if act.seen}
        near = acts[0].seen.group if acts[0].seen else ""
        untouched = [
            each for n, each in beside.items() if n not in touched and each.seen.group == near
        ]
        texts = [act.text for act in acts if act.kind is not Kind.CHECK and act.text]
        texts += [each.seen.control.value for each in untouched if not each.seen.control.fixed]
        favour = self.matcher.favourite(texts, Hint(near)) if len(texts) > 1 else None
        steps = self._left_alone(untouched, favour)
        ticks = [act for act in acts if act.kind is Kind.CHECK]
        for act in acts:
            if act.kind is Kind.FILL:
                steps += self._fill(act, untouched, favour)
            elif act.kind is Kind.CHOOSE:
                steps.append(self._choose(act, favour))
            elif ticks and act is ticks[0]:
                steps += self._check(ticks)
        return steps

    def _left_alone(self, untouched: Sequence[Neighbour], favour: str | None) -> list[Data]:
        """A list that stood right already (令和) will not do so for the next record."""
        steps: list[Data] = []
        for each in untouched:
            control = each.seen.control
            if control.tag != "select" or control.fixed or favour is None:
                continue
            way = self.matcher.best(control.value, _hint(each.seen, favour), folded=True)
            if way is not None and way.field == favour:
                steps.append({"choose": written(each.target), "option": way.template})
        return steps

    def _fill(self, act: Act, beside: Sequence[Neighbour], favour: str | None) -> list[Data]:
        if act.seen is None or act.secret:
            return []
        target = written(act.target)
        hint = _hint(act.seen, favour)
        way = self.matcher.best(act.text, hint)
        if way is not None:
            return [{"fill": target, "with": way.template, **self._shows(act, hint)}]
        for each in beside if act.text else ():
            start = each.seen.control.value
            rest = self.matcher.rest(act.text, start, hint) if each.seen.control.fixed else None
            if rest is not None:
                self._read += 1
                name = f"start{self._read}"
                template = f"{rest.template[:-1]}|after:{name}}}"
                read = {"read": written(each.target), "into": name}
                return [read, {"fill": target, "with": template}]
        return [{"fill": target, **self._literal("with", act.text)}]

    def _shows(self, act: Act, hint: Hint) -> Data:
        """Where the page wrote it otherwise: what it shows then."""
        if act.shown == act.text:
            return {}
        way = self.matcher.best(act.shown, hint)
        return {"shows": way.template if way else literal(act.shown)}

    def _literal(self, key: str, text: str) -> Data:
        """As it was typed; but no piece of a person's data gets into a file."""
        if self.matcher.is_piece(text):
            return {key: UNDECIDED, NOTE: PIECE}
        return {key: literal(text), NOTE: UNKNOWN}

    def _choose(self, act: Act, favour: str | None) -> Data:
        step: Data = {"choose": written(act.target)}
        if act.seen is None:
            return {**step, **self._literal("option", act.text)}
        way = self.matcher.best(act.text, _hint(act.seen, favour), folded=True)
        if way is not None:
            return {**step, "option": way.template}
        if (coded := self._coded(act.seen, act.text)) is not None:
            return {**step, "code": coded}
        return {**step, **self._literal("option", act.text)}

    def _coded(self, seen: Seen, chosen: str) -> str | None:
        """`{field|code:table}` with a new table, where the words of a list hold the options."""
        best: tuple[float, Field, dict[str, str]] | None = None
        for each in self.matcher.form.fields:
            value = self.matcher.record.get(each.id)
            if each.type is not FieldType.CHOICE or not isinstance(value, str):
                continue
            table = _table(each, seen.control.options)
            code = next((v for w, v in seen.control.options if w == chosen), None)
            if not table or table.get(value) != code:
                continue
            share = len(table) / len(each.options)
            rate = share + 2 * self.matcher.likeness(each.id, seen.near)
            if best is None or rate > best[0]:
                best = rate, each, table
        if best is None:
            return None
        _, of, table = best
        self.matcher.used.add(of.id)
        self.codes[of.id] = {o.value: table.get(o.value, UNSURE) for o in of.options}
        return f"{{{of.id}|code:{of.id}}}"

    def _check(self, acts: Sequence[Act]) -> list[Data]:
        last = {act.seen.control.number: act for act in acts if act.seen}
        words = [act.text for act in last.values() if act.on]
        first = acts[0]
        is_list = first.seen is not None and first.seen.control.type == "select-multiple"
        if is_list:
            words = [word for act in last.values() for word in act.text.split("、")]
        if first.several or is_list:
            for name, value in self.matcher.record.items():
                if value and is_same(tuple(words), value):
                    self.matcher.used.add(name)
                    return [{"check": written(first.target), "options": f"{{{name}}}"}]
            picked = literal("、".join(words))
            return [{"check": written(first.target), "options": picked, NOTE: UNKNOWN}]
        return [self._tick(act) for act in last.values()]

    def _tick(self, act: Act) -> Data:
        step: Data = {"check": written(act.target)}
        if act.on and act.seen is not None and (name := self._ticked(act.seen, act.text)):
            self.matcher.used.add(name)
            self._word(name, act.text)
            return {**step, "when": f"{{{name}}}"}
        return {**step, NOTE: UNKNOWN} if act.on else {**step, "when": "", NOTE: UNKNOWN}

    def _word(self, name: str, word: str) -> None:
        """A ticked box is shown by its own word later, which is not the field's."""
        options = self.matcher.form.field(name).options
        if word and len(options) == 1 and fold(word) != fold(options[0].value):
            self.codes[name] = {options[0].value: word}

    def _ticked(self, seen: Seen, word: str) -> str | None:
        """The field that a single tick box stands for."""
        rates: dict[str, float] = {}
        for each in self.matcher.form.fields:
            value = self.matcher.record.get(each.id)
            if each.type not in (FieldType.CHOICE, FieldType.SEAL) or not isinstance(value, str):
                continue
            near = max(self.matcher.likeness(each.id, text) for text in (seen.near, word))
            rates[each.id] = near + (0.5 if word and fold(word) == fold(value) else 0)
        best = max(rates, key=lambda name: rates[name], default=None)
        return best if best is not None and rates[best] >= 0.5 else None


def written(target: Target | None) -> Any:
    """A target as it is written; a place to fill in where none was found."""
    return {"label": UNDECIDED} if target is None else plain(target)


def _hint(seen: Seen, favour: str | None) -> Hint:
    return Hint(seen.near, seen.note, favour)


def _table(of: Field, options: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Option of the form → value in the list, for those that the list's words hold."""
    table: dict[str, str] = {}
    for each in of.options:
        same = [v for w, v in options if fold(w) == fold(each.value)]
        inside = [v for w, v in options if fold(each.value) in fold(w)]
        found = same or inside
        if len(found) == 1:
            table[each.value] = found[0]
    return table
