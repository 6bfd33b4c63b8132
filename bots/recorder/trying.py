"""The recorder searches for its own sample with what it wrote, before it proposes how a list is
read to its end: nothing is proposed that the bot's own code did not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from playwright.sync_api import Error as PlaywrightError

from bots.quiet import Traffic
from bots.recorder.entries import NOTE, PICTURE, UNDECIDED, UNSURE, Data, written
from bots.recorder.sections import Recorded, opening_of
from bots.recorder.turning import counts_in, turns_to_try
from bots.results import Results
from bots.scenario.models import FindDeclaration
from bots.scenario.targets import Target
from bots.stage import Stage
from bots.steps import run_steps
from forms.errors import UtsushiError

MOST_TRIED = 4
NOT_TURNED = f"{UNSURE}: 一覧に続きの頁がある。めくり方 (next) を書く"


def tried(find: Data, recorded: Recorded, stage: Stage) -> Data:
    """The section with what leads through the pages of its list and tells how many hits there are.

    `stage`: the bot's view of the window in which the clerk works, with the sample's values.
    """
    opening = opening_of(recorded)
    turns, others = turns_to_try(recorded.acts, recorded.screens, opening)
    counts = list(counts_in(opening.screen.texts)) if opening.screen else []
    done = Trial(stage).complete(find, [*turns, *others], counts)
    if turns and "next" not in done["rows"]:
        done["rows"][NOTE] = NOT_TURNED
    return done


@dataclass(frozen=True, slots=True)
class Trial:
    """Searches with what was recorded, in the clerk's own window."""

    stage: Stage

    def complete(self, find: Data, turns: Sequence[Target], counts: Sequence[Target]) -> Data:
        """The section with `next` and `count`, each only where the list was read to its end by
        it."""
        rows = dict(find["rows"])
        for each in turns[:MOST_TRIED]:
            read = self._read({**find, "rows": {**rows, "next": written(each)}})
            if read is not None and read.page > 1:
                rows["next"] = written(each)
                break
        for each in counts[:MOST_TRIED]:
            read = self._read({**find, "rows": {**rows, "count": written(each)}})
            if read is not None and read.counted() == read.seen:
                rows["count"] = written(each)
                break
        picture = rows.pop(PICTURE, None)
        return {**find, "rows": {**rows, PICTURE: picture}}

    def _read(self, find: Data) -> Results | None:
        """The list of the search, read to its end; None where that did not go well."""
        if UNDECIDED in str(find["search"]) or UNDECIDED in str(find["rows"]):
            return None
        declared = FindDeclaration.model_validate(_bare(find))
        try:
            with Traffic(self.stage.page) as traffic:
                noted = replace(self.stage, watcher=traffic)
                return _whole(declared, noted, traffic)
        except (UtsushiError, PlaywrightError):
            return None


def _whole(declared: FindDeclaration, stage: Stage, traffic: Traffic) -> Results:
    """Raises what searching and reading raise; NotReady where there is no list, or no end of it."""
    stage.close_windows()
    run_steps(declared.search, stage.at("find"), "search")
    rows = declared.rows
    here = stage.at("find", "rows").in_place(rows.window, rows.frame)
    results = Results(rows, here, rest=lambda: traffic.wait_for_rest(here))
    here.wait_until(results.look, stage.system.declared.waits.screen, "検索の結果")
    if traffic.wait_for_rest(here):
        here.wait_until(results.look, stage.system.declared.waits.screen, "検索の結果")
    list(results.parts())  # each is read, and the next one turned to
    return results


def _bare(value: object) -> object:
    """Without remarks and pictures."""
    if isinstance(value, Mapping):
        return {key: _bare(each) for key, each in value.items() if key not in (NOTE, PICTURE)}
    return [_bare(each) for each in value] if isinstance(value, list) else value
