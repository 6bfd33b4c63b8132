"""Which of several blanks that look nearly alike a page is: by the print that only one has."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.errors import UnknownForm
from forms.form import Form
from ocr.align.blank import BlankPage, Blanks
from ocr.align.laid import Laid, laid_over
from ocr.align.rivals import Difference, Lookalikes, Verdict

BENT_LEAD = 2.0  # a page that fits two lookalikes is the one it need not be bent half as much for


@dataclass(frozen=True, slots=True)
class Likely:
    """What a page should be, by what a person said or what came before it. It decides only between
    blanks whose print does not tell them apart, and never against what is printed. `numbers`:
    which pages (from 1) of the form; empty for any."""

    form: str
    numbers: frozenset[int] = frozenset()

    def allows(self, blank: BlankPage) -> bool:
        return blank.form.id == self.form and (not self.numbers or blank.number in self.numbers)


class Telling:
    """Among the blanks. Not thread-safe."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks
        self._lookalikes = Lookalikes(blanks)

    def apart(self, number: int, best: Laid, likely: Likely | None) -> Laid:
        """The one of the lookalikes that page `number` is; `best` is the one it was taken for.
        Raises UnknownForm where it may be two."""
        rivals = self._rivals(best)
        if not rivals:
            return best
        tries = [best]
        # Bent paper may have been bent too far, onto the wrong lines: each has its own try; first
        # those that the page speaks for.
        for each in sorted(rivals, key=lambda d: d.judge(best.seen) is not Verdict.THEIRS):
            tries.append(laid_over(self._blanks, each.other, best.look, best.lay))
            is_theirs = each.judge(best.seen) is Verdict.THEIRS
            if is_theirs and tries[-1].fits and not self._rivals(tries[-1]):
                return tries[-1]
        found = self._winner(tries)
        if found is None and likely is not None:
            possible = [each for each in tries if not self._is_beaten(each, tries)]
            found = self._winner([each for each in possible if likely.allows(each.blank)])
        if found is None:
            raise _alike(number, [each.blank.form for each in tries])
        return found

    def _rivals(self, one: Laid) -> list[Difference]:
        """Lookalikes that a page laid over a blank may be instead."""
        return [
            each
            for each in self._lookalikes.of(one.owner)
            if not (one.lay.bend is None or each.is_firm) or not self._is_clear(one, each)
        ]

    def _is_clear(self, one: Laid, against: Difference) -> bool:
        """Whether a page is the blank that it was laid over, and not its lookalike."""
        verdict = against.judge(one.seen)
        return verdict is Verdict.MINE or self._is_newer(one, against, verdict)

    def _is_newer(self, one: Laid, against: Difference, verdict: Verdict) -> bool:
        """The same print counts for the newer revision, which comes first; of two forms, for
        neither."""
        form, _ = self._blanks.marking.owners[against.other]
        is_revision = form.id == one.blank.form.id
        return verdict is Verdict.SAME and is_revision and against.other > one.owner

    def _winner(self, tries: Sequence[Laid]) -> Laid | None:
        """The one that wins against all others of `tries`; None where none does plainly."""
        winners = [each for each in tries if self._wins(each, tries)]
        winners.sort(key=lambda each: each.lay.bow)
        is_clear = len(winners) == 1 or (
            len(winners) > 1 and winners[1].lay.bow >= BENT_LEAD * winners[0].lay.bow
        )
        return winners[0] if is_clear else None

    def _wins(self, one: Laid, tries: Sequence[Laid]) -> bool:
        return one.fits and all(self._is_clear(one, each) for each in self._met(one, tries))

    def _is_beaten(self, one: Laid, tries: Sequence[Laid]) -> bool:
        """Whether what is printed speaks against it."""
        verdicts = (each.judge(one.seen) for each in self._met(one, tries))
        return not one.fits or any(each is Verdict.THEIRS for each in verdicts)

    def _met(self, one: Laid, tries: Sequence[Laid]) -> list[Difference]:
        tried = {each.owner for each in tries}
        return [each for each in self._lookalikes.of(one.owner) if each.other in tried]


def _alike(number: int, forms: Sequence[Form]) -> UnknownForm:
    once = {(each.id, each.version): each for each in forms}.values()
    names = "、".join(f"「{each.title}」{each.version}" for each in once)
    return UnknownForm(
        f"{number} ページ目は、よく似た様式 ({names}) のどれか区別できません。",
        advice="版や題名の所が写るようにスキャンし直すか、手で入力してください。",
    )
