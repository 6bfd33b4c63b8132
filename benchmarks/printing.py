"""Tables as people read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.scoring import Scored, Tally, by_type, tally

_HEAD = ("fields", "right", "wrong", "doubted", "accepted", "wrong+acc.", "ECE")


def table(scored: Sequence[Scored]) -> Iterator[str]:
    """By type of field, and all together."""
    yield from groups("type", {**by_type(scored), "all": tally(scored)})


def groups(title: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A row for each name."""
    yield f"{title:<20}" + "".join(f"{name:>11}" for name in _HEAD)
    for name, each in tallies.items():
        yield f"{name:<20}" + _row(each)


def _row(each: Tally) -> str:
    whole = max(each.fields, 1)
    return (
        f"{each.fields:>11}{each.right / whole:>11.2%}{each.fields - each.right:>11}"
        f"{each.doubted / whole:>11.2%}{each.accepted / whole:>11.2%}"
        f"{each.wrong_accepted:>11}{each.calibration_error:>11.4f}"
    )


def shares(title: str, found: Mapping[str, object]) -> str:
    """One line for a summary with `fields`, `right`, `accepted` and `wrong_accepted`."""
    parts = [f"{found['fields']} fields"]
    parts += [
        f"{name.replace('_', ' ')} {float(str(found[name])):.2%}"
        for name in ("right", "accepted", "wrong_accepted")
    ]
    return f"{title}: " + ", ".join(parts)


def block(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield f"== {title}"
    yield from lines
