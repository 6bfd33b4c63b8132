"""Windows that stay open beside the work, and the names under which a scenario works in them."""

from collections.abc import Collection, Mapping, Sequence

from bots.recorder.events import Act

DETAIL = "照会画面"
"""The name of a window that a row of the list opens."""

Names = Mapping[int, str]
"""The number of a window → its name."""


def staying(acts: Sequence[Act], needed: Collection[int]) -> dict[int, str]:
    """Of the windows that these acts opened, those that stay: the `needed` ones, those that were
    used by turns with the one they came from, and those that others of them came from."""
    openers = {act.opened: act for act in acts if act.opened is not None}
    found = {w for w in openers if w in needed or _is_used_by_turns(w, openers[w].window, acts)}
    for window in tuple(found):
        above = openers[window].window
        while above in openers and above not in found:
            found.add(above)
            above = openers[above].window
    named: dict[int, str] = {}
    for window in sorted(found):
        name = name_of(openers[window])
        same = sum(each.rstrip("0123456789") == name for each in named.values())
        named[window] = f"{name}{same + 1}" if same else name
    return named


def name_of(opener: Act) -> str:
    """A window is called by what was pressed for it: the same one each time."""
    return str(opener.target) if opener.target is not None else "窓"


def _is_used_by_turns(window: int, above: int, acts: Sequence[Act]) -> bool:
    places = [number for number, act in enumerate(acts) if act.window == window]
    between = acts[places[0] : places[-1]] if places else ()
    return any(act.window == above for act in between)
