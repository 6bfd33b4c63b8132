"""Looks for the targets of every step before it is done, and goes on with what replaced them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from playwright.sync_api import Error as PlaywrightError

from bots.evidence import Hiding, picture
from bots.healing.order import Pointed, word_keys
from bots.healing.places import Calls, Place
from bots.healing.propose import Proposal, propose
from bots.healing.sightings import Sighting, State
from bots.locate import Want, locate
from bots.scenario import steps as verbs
from bots.scenario.describing import target_words
from bots.scenario.scenario import Loc
from bots.scenario.targets import Strict, Target
from bots.stage import Stage
from bots.trial.outline import outlined
from forms.errors import NotReady, UtsushiError

COMMITTING = re.compile("登録|確定|送信|保存|更新|削除|実行|申請する|完了|決裁|提出")
"""Words of buttons that may commit. A check never presses one that the scenario does not name."""

SURE, AHEAD = 0.6, 0.1
"""A check presses a proposal of this score and margin; below that it only reports."""

SURE_TO_TYPE = 0.45
"""What is typed in a check is invented and never committed, so a guess may go on further there."""

WANTS: dict[type[Strict], tuple[str, str, Want]] = {
    verbs.Click: ("click", "click", Want.CLICK),
    verbs.Hover: ("hover", "hover", Want.CLICK),
    verbs.Fill: ("fill", "fill", Want.FILL),
    verbs.Choose: ("choose", "choose", Want.CHOOSE),
    verbs.Check: ("check", "check", Want.CHECK),
    verbs.Press: ("in_", "in", Want.FILL),
    verbs.Upload: ("upload", "upload", Want.UPLOAD),
    verbs.Read: ("read", "read", Want.READ),
    verbs.InPart: ("inside", "inside", Want.READ),
}
"""By verb: the field of the model, the key in the file, and what is done with the target."""

STRICT = (Want.CLICK, Want.FILL, Want.READ, Want.UPLOAD)


class Stopped(NotReady):
    """The check cannot go on from here; it is said in the sighting."""


@dataclass(slots=True)
class Lookout:
    """A watcher (`bots.stage.Watcher`) that keeps what it saw. Types and presses nothing itself.

    `order`: see `bots.healing.order`. `limit`: seconds that a target may take to come.
    """

    order: Sequence[Pointed]
    hiding: Hiding
    limit: float
    sightings: list[Sighting] = field(default_factory=list)
    calls: Calls = field(default_factory=Calls)
    _renamed: dict[str, str] = field(default_factory=dict)
    _awaited: dict[int, tuple[Stage, Want]] = field(default_factory=dict)

    def before(self, step: Strict, stage: Stage) -> Strict | None:
        """Raises Stopped where the target of a click is gone and nothing sure replaces it."""
        if isinstance(step, verbs.Use):
            self.calls.note(step, stage)
        known = WANTS.get(type(step))
        target = getattr(step, known[0]) if known else None
        if known is None or target is None:
            return None
        attribute, key, want = known
        seen = self.look(target, stage, want, (key,))
        if seen.is_fine:
            return None
        if seen.followed:
            return step.model_copy(update={attribute: seen.proposals[0].target})
        if isinstance(step, verbs.Click | verbs.InPart):
            raise Stopped(f"{seen.words}がないため、この先は確かめていません ({seen.place})。")
        return nothing_to_do()

    def look(self, target: Target, stage: Stage, want: Want, keys: Loc) -> Sighting:
        """Wait for the target, and keep how it was met. Raises what the target's signs raise."""
        self._meet_again(stage)
        state = self._state(target, stage, want)
        seen = Sighting(
            place=Place(stage.source, (*stage.loc, *keys)),
            section=stage.phase.value,
            words=target_words(target, stage.values.shown),
            target=target,
            state=state,
        )
        if state is not State.FOUND:
            seen = self._explained(seen, target, stage, want, keys)
        if state is State.MISSING and want.is_typing and not seen.followed:
            self._awaited[len(self.sightings)] = (stage, want)
        self.sightings.append(seen)
        return seen

    def _meet_again(self, stage: Stage) -> None:
        """A field that was missing on its own screen may have been moved to this one."""
        for number, (before, want) in list(self._awaited.items()):
            target = self.sightings[number].target
            try:
                count = locate(target, replace(stage, values=before.values), want).count()
            except (PlaywrightError, UtsushiError):
                continue
            if count and stage.phase is before.phase:
                moved = Place(stage.source, stage.loc)
                self.sightings[number] = replace(self.sightings[number], moved=moved)
                del self._awaited[number]

    def _state(self, target: Target, stage: Stage, want: Want) -> State:
        count = 0

        def there() -> bool:
            nonlocal count
            count = locate(target, stage, want).count()
            return count > 0

        missing: list[NotReady] = []

        def late(error: NotReady) -> NotReady:
            missing.append(error)
            return error

        known = any(_is_same(each, target, stage) for each in self.sightings)
        try:
            stage.wait_until(there, 0 if known else self.limit, str(target), late)
        except NotReady:
            if not missing:
                raise
        if count == 0:
            return State.MISSING
        return State.AMBIGUOUS if count > 1 and want in STRICT else State.FOUND

    def _explained(
        self, seen: Sighting, target: Target, stage: Stage, want: Want, keys: Loc
    ) -> Sighting:
        found = self._consistent(propose(target, stage, want, self.order))
        if seen.state is State.AMBIGUOUS:
            found = ()  # which of them is meant, only a person knows
        written = {
            key: self.calls.origin(getattr(target, key), stage, (*keys, key))
            for key in word_keys(target)
        }
        followed = is_sure(found, want)
        if followed:
            self._renamed.setdefault(found[0].old, found[0].new)
        return replace(
            seen,
            proposals=found,
            written=written,
            pictures=tuple(self._pictures(found, stage, want)),
            followed=followed,
        )

    def _consistent(self, found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
        """What a word became on one screen, it most likely became on the next one too."""
        for each in found:
            if self._renamed.get(each.old) == each.new:
                rest = tuple(other for other in found if other is not each)
                ahead = 1.0 - max((other.score for other in rest), default=0.0)
                why = "前の画面でも、この言葉に変わっていました"
                return (replace(each, score=1.0, margin=max(ahead, AHEAD), why=why), *rest)
        return found

    def _pictures(self, found: Sequence[Proposal], stage: Stage, want: Want) -> Iterator[bytes]:
        for each in found:
            with outlined(locate(each.target, stage, want)):
                yield from self._picture(stage)
        if not found:
            yield from self._picture(stage)

    def _picture(self, stage: Stage) -> Iterator[bytes]:
        try:
            taken = picture(stage.page, self.hiding)
        except PlaywrightError:
            return
        if taken is not None:
            yield taken


def is_sure(found: Sequence[Proposal], want: Want) -> bool:
    """Whether a check may go on with the first of them, in memory."""
    least = SURE_TO_TYPE if want.is_typing else SURE
    if not found or found[0].score < least or found[0].margin < AHEAD:
        return False
    return want is not Want.CLICK or not COMMITTING.search(found[0].new)


def nothing_to_do() -> Strict:
    """A step that does nothing, in the place of one that cannot be done."""
    return verbs.If.model_validate({"if": {"blank": "x"}, "do": [{"press": "Shift"}]})


def _is_same(seen: Sighting, target: Target, stage: Stage) -> bool:
    """The same target missed before: the next box of a date is not waited for again."""
    return not seen.is_fine and seen.words == target_words(target, stage.values.shown)
