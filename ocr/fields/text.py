"""Names, furigana, addresses, free text: one or more lines of writing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forms.form import Field, FieldType, Form
from forms.record import Candidate, Doubt
from ocr.decode import classes, context
from ocr.engines.engine import Emissions, Image
from ocr.fields.line import KEPT, Line, Script, read_line
from ocr.fields.plan import Known, Plan, Sheet
from ocr.guess import Guess, blank
from ocr.ink.lines import has_unread_ink, is_struck, lines_of, picture_of
from ocr.ink.written import Strokes
from ocr.lexicon import kin, people
from ocr.lexicon.addresses import Addresses
from ocr.lexicon.banks import BankNames
from ocr.lexicon.places import Place

LEAST_INK = 30  # px; a field with less is blank
STROKES = ("1", "-", "ー", "一", "ノ", "・")  # read where a single stroke stands alone
FAINT_INK = 70  # px; with less, and nothing readable in it, it is blank too


_SCRIPTS = {
    FieldType.KANA: Script(((classes.katakana, people.in_kana),), context.furigana, True),
    FieldType.NAME: Script(
        ((classes.names, people.in_kanji), (classes.latin, None)), context.script, True, True
    ),
    FieldType.ADDRESS: Script(
        ((classes.mixed, Addresses),), context.address, False, is_closed=True
    ),
    FieldType.TEXT: Script(((classes.mixed, None),), context.address, False),
}
_BANK = Script(((classes.mixed, BankNames),), context.address, False)
_KIN = Script(((classes.mixed, kin.kin),), context.address, False)


@dataclass(frozen=True, slots=True)
class TextPlan:
    field: Field
    sheet: Sheet
    lines: tuple[Strokes, ...]
    crops: tuple[Image, ...]
    ink: int
    script: Script

    def guess(self, emissions: Sequence[Emissions]) -> Guess:
        script = self.script
        read = [read_line(e, line, script) for e, line in zip(emissions, self.lines, strict=True)]
        kept = [line for line in read if line is not None and line.best[0].text]
        if not kept:
            return self._nothing()
        posterior = math.exp(sum(line.best[0].log - line.total for line in kept))
        count = sum(len(line.best[0].symbols) for line in kept)
        return Guess(
            "".join(line.text for line in kept),
            min(1.0, posterior),
            self.sheet.engine,
            support=math.exp(sum(line.support for line in kept) / count),
            weakest=min(line.weakest for line in kept),
            ink=self.ink,
            candidates=_candidates(kept),
            doubts=(
                *self._struck(),
                *self._unread(read),
                *self._suspects(kept),
                *self._contested(kept),
                *self._lost("".join(line.text for line in kept)),
                *self._scraps(kept),
            ),
        )

    def at(self, likely: tuple[Place, ...]) -> "TextPlan":
        """The same for an address, where another field speaks for some places."""
        alphabets = ((classes.mixed, lambda: Addresses(likely)),)
        return replace(self, script=replace(self.script, alphabets=alphabets))

    def _struck(self) -> tuple[Doubt, ...]:
        if not any(is_struck(line) for line in self.lines):
            return ()
        return (Doubt("uncertain", f"{self.field.label}に線で消した跡があるようです。"),)

    def _unread(self, read: Sequence[Line | None]) -> tuple[Doubt, ...]:
        pairs = zip(read, self.lines, strict=True)
        if not any(
            line is None or has_unread_ink(ink, line.found, line.step) for line, ink in pairs
        ):
            return ()
        message = f"{self.field.label}に読めない文字 (外字など) があるかもしれません。"
        return (Doubt("outside_vocabulary", message),)

    def _suspects(self, read: Sequence[Line]) -> tuple[Doubt, ...]:
        pairs = dict.fromkeys((each.seen, each.other) for line in read for each in line.suspects)
        if not pairs:
            return ()
        said = "、".join(f"「{seen}」は「{other}」" for seen, other in pairs)
        return (Doubt("outside_vocabulary", f"{self.field.label}の{said}かもしれません。"),)

    def _contested(self, read: Sequence[Line]) -> tuple[Doubt, ...]:
        if not any(line.is_contested for line in read):
            return ()
        message = f"{self.field.label}は、よくある名前や地名と少し違います。候補と比べてください。"
        return (Doubt("lexicon", message),)

    def _lost(self, text: str) -> tuple[Doubt, ...]:
        if self.field.type is not FieldType.ADDRESS or not context.has_lost_digit(text):
            return ()
        message = (
            f"{self.field.label}の番地が0で始まっています。前の数字が抜けていないか見てください。"
        )
        return (Doubt("uncertain", message),)

    def _scraps(self, read: Sequence[Line]) -> tuple[Doubt, ...]:
        """A stroke by itself above or below the writing may be what is left of a stamp."""
        if len(read) < 2 or all(line.best[0].text not in STROKES for line in read):
            return ()
        return (Doubt("uncertain", f"{self.field.label}に、文字か汚れか分からない線があります。"),)

    def _nothing(self) -> Guess:
        if self.ink < FAINT_INK:
            return blank(self.sheet.engine, self.ink, 0.97)
        doubt = Doubt("unreadable", f"{self.field.label}に何か書かれていますが、読めません。")
        return Guess("", 0.0, self.sheet.engine, ink=self.ink, doubts=(doubt,))


def plan(field: Field, sheet: Sheet) -> Plan:
    """Cut the field's ink into lines."""
    strokes = sheet.written.of_box(field.box)
    if strokes.amount < LEAST_INK:
        return Known(blank(sheet.engine, strokes.amount, strokes.blank_sure))
    lines = tuple(lines_of(strokes))
    pictures = tuple(picture_of(each) for each in lines)
    script = script_of(field, sheet.page.blank.form)
    return TextPlan(field, sheet, lines, pictures, strokes.amount, script)


def script_of(field: Field, form: Form) -> Script:
    """By the field's type; the form's rules say which text is the name of a bank, the field's item
    which one is a relation."""
    if field.type is FieldType.TEXT and field.item in kin.ITEMS:
        return _KIN
    is_bank = any(rule.kind == "bank_of" and rule.fields[1] == field.id for rule in form.rules)
    return _BANK if is_bank else _SCRIPTS[field.type]


def _candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """Other readings, each with one line read otherwise, or one character as its twin."""
    found: dict[str, float] = {}
    for n, line in enumerate(lines):
        others = [(text.text, min(1.0, math.exp(text.log - line.total))) for text in line.best]
        best, share = others[0]
        for each in line.suspects:
            twin = best[: each.at] + each.other + best[each.at + 1 :]
            others.append((twin, share * each.probability))
        for text, p in others:
            whole = "".join(text if i == n else other.best[0].text for i, other in enumerate(lines))
            found[whole] = max(p, found.get(whole, 0.0))
    ranked = sorted(found.items(), key=lambda item: -item[1])[:KEPT]
    return tuple(Candidate(text, round(p, 4)) for text, p in ranked)
