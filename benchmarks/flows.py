"""`python -m benchmarks.flows` (`make bench-flows`): documents through intake as flow runs.

Each leg takes files from the inbox to ready records with a reader that reads nothing: received by
one process, as by `utsushi watch`, and handed in batches of 50 to worker processes, each of which
runs them as flow runs. On PostgreSQL, Prefect keeps its data there too.

For each store: `--documents` with `--full-processes` workers; then, for `--curve-documents`, each
number of `--processes` with Prefect and without (the difference is Prefect's share of the time);
then, for `--timed-documents`, each number with a simulated time of reading (`--reading-seconds`, a
wait that uses no processor: how far more workers help where each has a processor of its own).

Prints a line a leg and writes `build/bench-flows.json` after each; it may be stopped at any time
(Ctrl+C): what is done stays. Ends with 1 where a document was lost or doubled.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.flowing.leg import BATCH, FILE_BYTES, Leg, Plan, run
from benchmarks.flowing.stub import FORM, PAGE
from tests.postgres import Cluster, bin_folder, cluster

OUT = Path("build/bench-flows.json")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    legs: list[Leg] = []
    with ExitStack() as stack:
        base = Path(stack.enter_context(TemporaryDirectory(dir=options.folder)))
        clusters: dict[str, Cluster | None] = {"sqlite": None}
        if "postgresql" in options.stores:
            if bin_folder() is None:
                print("PostgreSQL is not installed here: its legs are left out.")
                options.stores.remove("postgresql")
            else:
                clusters["postgresql"] = stack.enter_context(cluster(is_durable=True))
        try:
            for plan in plans(options):
                folder = base / "leg"
                folder.mkdir()
                leg = run(plan, folder, clusters[plan.store])
                shutil.rmtree(folder)
                legs.append(leg)
                print(_line(leg), flush=True)
                write(options.out, options, legs)
        except KeyboardInterrupt:
            print("Stopped.")
    return int(any(leg.doubled for leg in legs))


def plans(options: argparse.Namespace) -> Iterator[Plan]:
    """The legs, the most telling first."""
    for store in options.stores:
        if options.documents:
            yield Plan(store, options.documents, options.full_processes, True, 0.0)
    for store in options.stores:
        for processes in options.processes if options.curve_documents else ():
            for use_prefect in (True, False):
                yield Plan(store, options.curve_documents, processes, use_prefect, 0.0)
    for store in options.stores:
        for processes in options.processes if options.timed_documents else ():
            yield Plan(store, options.timed_documents, processes, True, options.reading_seconds)


def write(out: Path, options: argparse.Namespace, legs: Sequence[Leg]) -> None:
    """The report as it now stands, whole or not at all."""
    part = out.with_suffix(".part")
    out.parent.mkdir(parents=True, exist_ok=True)
    shown = figures(legs, options.documents)
    report = {"setting": _setting(options), **shown, "legs": [each.as_json() for each in legs]}
    part.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(out)


def figures(legs: Sequence[Leg], full: int) -> dict[str, Any]:
    """What the docs quote. `full`: the legs of that many documents, by store. `curve`: by store and
    seconds of reading, documents a second and how much faster than with the fewest workers.
    `prefect_share`: of the time, by store and number of workers."""
    shares: dict[str, dict[str, float]] = {}
    curves: dict[str, dict[str, dict[str, float]]] = {}
    bare = {(x.plan.store, x.plan.processes): x for x in legs if not x.plan.use_prefect}
    for leg in legs:
        plan = leg.plan
        if not plan.use_prefect or plan.documents == full:
            continue
        of_reading = f"{plan.store}, {plan.reading_seconds:g} s"
        curve = curves.setdefault(of_reading, {"per_second": {}, "faster": {}})
        curve["per_second"][str(plan.processes)] = round(leg.per_second, 2)
        first = next(iter(curve["per_second"].values()))
        curve["faster"][str(plan.processes)] = round(leg.per_second / first, 2)
        other = bare.get((plan.store, plan.processes))
        if other is not None and not plan.reading_seconds:
            share = 1 - leg.per_second / other.per_second
            shares.setdefault(plan.store, {})[str(plan.processes)] = round(share, 3)
    return {"full": _full(legs, full), "curve": curves, "prefect_share": shares}


def _full(legs: Sequence[Leg], full: int) -> dict[str, Any]:
    return {
        leg.plan.store: {
            "processes": leg.plan.processes,
            "seconds": round(leg.seconds, 1),
            "per_second": round(leg.per_second, 2),
            "shown_seconds_later": round(leg.shown_behind, 1),
            "server_mb_most": max((size for _, size in leg.prefect_mb), default=0.0),
            "server_mb_last": leg.prefect_mb[-1][1] if leg.prefect_mb else 0.0,
        }
        for leg in legs
        if leg.plan.documents == full
    }


def _setting(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "documents": options.documents,
        "curve_documents": options.curve_documents,
        "timed_documents": options.timed_documents,
        "simulated_reading_seconds": options.reading_seconds,
        "batch": BATCH,
        "form": FORM,
        "page_px": PAGE,
        "file_bytes": FILE_BYTES,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def _line(leg: Leg) -> str:
    server = max((size for _, size in leg.prefect_mb), default=0.0)
    parts = [
        f"{leg.plan.title:66} {leg.seconds:7.1f} s {leg.per_second:6.1f}/s",
        f"receiving {leg.receiving_seconds:.1f} s",
        f"workers {leg.workers_mb:.0f} MB",
    ]
    if leg.plan.use_prefect:
        parts += [f"server {server:.0f} MB, shown {leg.shown} {leg.shown_behind:.0f} s later"]
    if leg.without_prefect:
        parts += [f"{leg.without_prefect} without Prefect"]
    if leg.doubled:
        parts += [f"LOST OR DOUBLED: {leg.doubled}"]
    return ", ".join(parts)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--full-processes", type=int, default=2)
    parser.add_argument("--curve-documents", type=int, default=2_000)
    parser.add_argument("--timed-documents", type=int, default=400)
    parser.add_argument("--reading-seconds", type=float, default=0.5)
    parser.add_argument("--processes", default="1,2,4", type=_numbers)
    parser.add_argument("--store", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folder", type=Path, help="where the stores lie meanwhile")
    options = parser.parse_args(arguments)
    both = ["sqlite", "postgresql"]
    options.stores = both if options.store == "both" else [options.store]
    return options


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
