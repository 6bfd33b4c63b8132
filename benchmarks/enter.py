"""`python -m benchmarks.enter` (`make bench-enter`): is every record entered exactly once?

Real browsers enter invented papers into the practice systems, whose faults are drawn at random (500
before and after the row is written, lost answers, logged out, maintenance, locks, slowness), while
workers, drivers and browsers are killed or stand still at random moments. At the end the weather is
good, everything is settled, and the rows of the target are compared with the records by value.

Prints tables and writes `build/bench-enter.json`. Ends with 1 where anything is doubled, lost or
half. `--minutes` ends the feeding of new records; `entries` then tells how many there were.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.entering.papers import RISAI, SORTS
from benchmarks.entering.places import OUT
from benchmarks.entering.table import figures, lines
from benchmarks.entering.trial import SYSTEMS, Plan, Ran, run


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    runs = {system: _run(options, system, share) for system, share in _shares(options).items()}
    for line in lines(runs):
        print(line)
    found = figures(runs, {} if options.no_overhead else _overhead())
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    print("", f"written: {options.out}", sep="\n")
    return 0 if found["is_clean"] else 1


def _run(options: argparse.Namespace, system: str, entries: int) -> Ran:
    folder = Path(mkdtemp(prefix=f"bench-enter-{system}-", dir=options.folder))
    plan = Plan(
        entries,
        options.seed,
        system,
        options.processes,
        options.sessions,
        options.minutes / len(_shares(options)),
        options.kill_every,
        severity=options.severity,
        with_evidence=options.evidence,
        sort=SORTS[options.form],
    )
    ran = run(plan, folder)
    if ran.outcome.is_clean and not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"kept: {folder}", file=sys.stderr)
    return ran


def _shares(options: argparse.Namespace) -> dict[str, int]:
    """How many entries go into which system."""
    if options.system != "both":
        return {options.system: options.entries}
    half = options.entries // 2
    return {"legacy": half, "spa": options.entries - half}


def _overhead() -> dict[str, float]:
    from benchmarks.overhead.measure import measure

    found = measure()
    return {
        "overhead_ratio": found.ratio,
        "overhead_ratio_with_evidence": found.ratio_with_evidence,
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.enter",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--entries", type=int, default=10_000, help="records in all")
    add("--seed", type=int, default=1, help="of papers, faults and kills")
    add("--system", choices=(*SYSTEMS, "both"), default="both", help="which practice system")
    add("--form", choices=tuple(SORTS), default=RISAI.form, help="which applications (others: spa)")
    add("--processes", type=int, default=2, help="workers at one time")
    add("--sessions", type=int, default=1, help="browsers of each worker")
    add("--minutes", type=float, default=0.0, help="feed no new records after so long (0: no end)")
    add("--kill-every", type=float, default=40.0, help="attempts between two kills, on average")
    add("--severity", type=float, default=1.0, help="how bad the weather is")
    add("--evidence", action="store_true", help="take the pictures too")
    add("--no-overhead", action="store_true", help="leave the overhead out")
    add("--keep", action="store_true", help="keep store, rows and logs")
    add("--folder", type=Path, default=None, help="where store, rows and logs are put meanwhile")
    add("--out", type=Path, default=OUT, help="the summary file")
    options = parser.parse_args(arguments)
    if options.form != RISAI.form and options.system != "spa":
        parser.error(f"--form {options.form} needs --system spa")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
