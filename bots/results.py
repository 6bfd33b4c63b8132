"""The list that a search shows, looked through to its end: pages, more by a button, by scrolling.

What is not seen may be the record in question. So a list that cannot be read to its end is an
error, never the answer "not there".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bots import tables
from bots.asking import FURTHER, OFF, SCROLL, question, shown_text
from bots.asking.putting import put
from bots.conditions import holds, is_shown
from bots.locate import Want, locate, present
from bots.scenario.check import PAGE
from bots.scenario.models import RowsDeclaration
from bots.scenario.steps import Click
from bots.stage import Stage
from bots.steps import run_step
from bots.tables import FoundRow

MOST_PAGES = 50
"""Pages or views of a result list that are looked through; more means the search is too wide."""

LEAST_LIMIT = 10
"""A list may be cut off at so many rows at least: 「1 件のみ」 tells of one row, not of a limit."""


def _at_once() -> None:
    """Nothing is waited for."""


@dataclass(slots=True)
class Results:
    """The rows of the list in `here`, as they come on the screen. `rest` waits until a page that
    was turned to has come whole. `page` is the number of the page on the screen, from 1."""

    declared: RowsDeclaration
    here: Stage
    rows: list[FoundRow] = field(default_factory=list)
    rest: Callable[[], object] = _at_once
    page: int = 1
    _seen: list[FoundRow] = field(default_factory=list)
    _is_other_page: bool = False

    @property
    def seen(self) -> int:
        """How many rows were seen so far."""
        return len(self._seen)

    def look(self) -> bool:
        """Read what is on the screen now; whether there are rows."""
        found = tables.rows_under(self.here.fresh().scope, list(self.declared.where))
        first = {row.table: row for row in reversed(found)}
        lists = {number for number, row in first.items() if self._opens(row)}
        self.rows = [row for row in found if row.table in lists]
        return bool(self.rows)

    def parts(self) -> Iterator[list[FoundRow]]:
        """The rows part by part, each while it is on the screen. Raises NotReady where the end
        is not reached."""
        if not self.rows and self.counted():
            self._wait(self.look, "数えられている一覧")  # what said that there is nothing has gone
        state = self._scroll("look")
        if state and state["virtual"] and not state["top"]:
            state = self._scrolled("top")
        for _ in range(MOST_PAGES):
            yield self._new()
            if not self.rows or not self._goes_on(state):
                break
            state = self._scroll("look")
        else:
            raise self.here.not_ready("検索結果が多すぎて見きれません。")
        self._check_whole(state)

    def _new(self) -> list[FoundRow]:
        """The rows that were not there before; all of them are remembered. On another page all
        are new: its numbers may begin anew, and rows may look like those of the page before."""
        if self._is_other_page:
            new = self.rows
        elif any(row.number for row in self.rows):
            known = {(row.number, row.anchors) for row in self._seen}
            new = [row for row in self.rows if (row.number, row.anchors) not in known]
        else:
            new = self.rows[_overlap(self._seen, self.rows) :]
        self._seen += new
        return new

    def _goes_on(self, state: dict[str, Any] | None) -> bool:
        """Bring further rows on the screen, where there are any."""
        if state and state["virtual"] and not state["end"]:
            self._is_other_page = False  # the next view of the same page
            self._scrolled("down")
            return True
        if self.declared.end is not None:
            return self._loaded_more()
        following, here = self.declared.next, self._onward()
        if following is None or not is_shown(following, here):
            return False
        if locate(following, here, Want.CLICK).evaluate_all(question(OFF)):
            return False
        before = self.rows
        run_step(Click(click=following), here.at("next"))
        self._wait_for_others("次の頁")
        self.rest()
        if not self.look():
            raise here.not_ready("次の頁の一覧が読めません。")
        self.page += 1
        grew = len(self.rows) > len(before) and self.rows[: len(before)] == before
        self._is_other_page = not (grew or (state and state["virtual"]))
        return True

    def _onward(self) -> Stage:
        """Where `next` is looked for: `{page}` in it is the number of the page that follows."""
        values = self.here.values
        given = {**values.given, PAGE: str(self.page + 1)}
        known = replace(values, given=given, plain=values.plain | {PAGE})
        return replace(self.here, values=known)

    def _loaded_more(self) -> bool:
        """By scrolling to the bottom; the declared sign says that there is no more.

        Rows may come together with the sign: only what is read after it is the whole list.
        """
        end, before = self.declared.end, self.rows
        if end is None:
            return False
        if holds(end, self.here):
            return self._differs(before)
        self._scroll("bottom")

        def answered() -> bool:
            is_end = holds(end, self.here)
            return self._differs(before) or is_end

        self._wait(answered, "一覧の続き")
        return True

    def _scrolled(self, to: str) -> dict[str, Any] | None:
        """Scroll, and wait until the rows in view are there."""
        state = self._scroll(to)

        def covered() -> bool:
            nonlocal state
            state = self._scroll("look")
            return bool(state and state["covered"]) and self.look()

        self._wait(covered, "一覧の続き")
        return state

    def _wait_for_others(self, what: str) -> None:
        before = self.rows
        self._wait(lambda: self._differs(before), what)

    def _differs(self, before: list[FoundRow]) -> bool:
        return self.look() and self.rows != before

    def _wait(self, test: Any, what: str) -> None:
        self.here.wait_until(test, self.here.system.declared.waits.screen, what)

    def _scroll(self, to: str) -> dict[str, Any] | None:
        """None where no rows are on the screen."""
        wanted = [tables.clean(column) for column in self.declared.where]
        scope = self.here.fresh().scope
        state: dict[str, Any] | None = put(scope, question(SCROLL), [wanted, to])
        return state

    def _check_whole(self, state: dict[str, Any] | None) -> None:
        """Where the screen says how many there are, so many must have been seen."""
        total = self.counted()
        if total is None and state and state["total"] > 0:
            numbers = [int(row.number) for row in self._seen if row.number.isdigit()]
            seen = max(numbers, default=len(self._seen) + state["heads"])
            total = len(self._seen) + max(state["total"] - seen, 0)
        if total is not None and len(self._seen) < total:
            raise self.here.not_ready(
                f"検索結果 {total} 件のうち {len(self._seen)} 件しか読めません。"
            )
        if total is None and self._seen and self.declared.end is None:
            self._check_no_more()

    def _check_no_more(self) -> None:
        """Nothing proves that the list is whole: then nothing may say that it is not."""
        wanted = [tables.clean(column) for column in self.declared.where]
        further, limits = put(self.here.fresh().scope, question(FURTHER), wanted)[0]
        further = [words for words, last in further if not last or last > self.page]
        if further:
            raise self.here.not_ready(
                f"一覧に続きがあるようです (「{further[0]}」)。最後まで見ていません。",
                advice="シナリオの rows に、頁の進め方 (next) か件数 (count) を書いてください。",
            )
        if len(self._seen) >= LEAST_LIMIT and len(self._seen) in limits:
            raise self.here.not_ready(
                f"一覧が {len(self._seen)} 件で打ち切られているかもしれません。",
                advice="検索の条件を足すか、シナリオの rows に件数 (count) を書いてください。",
            )

    def counted(self) -> int | None:
        """The number of hits that the screen tells, None where it need not: a screen that says that
        there is nothing may have no place for it. Raises NotReady where it cannot be read."""
        if self.declared.count is None:
            return None
        if not self._seen and not is_shown(self.declared.count, self.here):
            return None
        place = self.here.at("count")
        text = tables.numbers_in(shown_text(present(self.declared.count, place, Want.READ)))
        if not text:
            raise place.not_ready("検索結果の件数が読めません。")
        return max(text)

    def _opens(self, row: FoundRow) -> bool:
        """Whether the row has what is to be clicked: a list without it is another one."""
        line = self.here.in_row(tables.locate(self.here.fresh().scope, row), row.columns)
        return locate(self.declared.open, line, Want.CLICK).count() == 1


def _overlap(seen: list[FoundRow], rows: list[FoundRow]) -> int:
    """How many of the first rows are the last ones that were seen (or all, where more came)."""
    if rows[: len(seen)] == seen:
        return len(seen)
    plain = [(row.columns, row.anchors) for row in seen]
    for length in range(min(len(seen), len(rows)), 0, -1):
        if plain[-length:] == [(row.columns, row.anchors) for row in rows[:length]]:
            return length
    return 0
