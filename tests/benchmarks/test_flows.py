"""`make bench-flows`: its legs, its figures, and one small leg for real."""

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks import flows
from benchmarks.flowing.leg import Leg, Plan, run


def leg(processes: int, seconds: float, *, use_prefect: bool = True, reading: float = 0.0) -> Leg:
    plan = Plan("sqlite", 100, processes, use_prefect, reading)
    return Leg(plan, seconds=seconds, per_second=100 / seconds)


def test_prefects_share_and_the_curve_follow_from_the_legs() -> None:
    legs = [
        leg(1, 10), leg(1, 6, use_prefect=False), leg(2, 5), leg(2, 4, use_prefect=False),
        leg(1, 50, reading=0.5), leg(4, 20, reading=0.5),
    ]  # fmt: skip
    assert flows.figures(legs, 10_000) == {
        "full": {},
        "prefect_share": {"sqlite": {"1": 0.4, "2": 0.2}},
        "curve": {
            "sqlite, 0 s": {"per_second": {"1": 10.0, "2": 20.0}, "faster": {"1": 1.0, "2": 2.0}},
            "sqlite, 0.5 s": {"per_second": {"1": 2.0, "4": 5.0}, "faster": {"1": 1.0, "4": 2.5}},
        },
    }


def test_the_full_legs_are_told_apart() -> None:
    whole = replace(leg(2, 10), plan=Plan("sqlite", 10_000, 2, True, 0.0))
    whole.prefect_mb, whole.shown_behind = [(0.0, 200.0), (2.0, 300.0), (4.0, 250.0)], 7.0
    assert flows.figures([whole], 10_000)["full"] == {
        "sqlite": {
            "processes": 2, "seconds": 10, "per_second": 10.0, "shown_seconds_later": 7.0,
            "server_mb_most": 300.0, "server_mb_last": 250.0,
        }
    }  # fmt: skip


def test_each_store_and_number_of_workers_is_run_with_and_without_prefect() -> None:
    options = argparse.Namespace(
        stores=["sqlite", "postgresql"], processes=[1, 2], documents=9, curve_documents=5,
        timed_documents=3, full_processes=2, reading_seconds=0.5,
    )  # fmt: skip
    made = list(flows.plans(options))
    assert len(made) == len(set(made)) == 2 + 2 * 2 * 2 + 2 * 2
    assert {each.documents for each in made if each.reading_seconds} == {3}


def test_every_document_of_a_leg_becomes_one_ready_record(tmp_path: Path) -> None:
    made = run(Plan("sqlite", 60, 2, False, 0.0), tmp_path, None)
    assert (made.ready, made.doubled, made.without_prefect) == (60, 0, 0)
    assert made.workers_mb > 0
