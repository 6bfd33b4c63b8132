"""Enter the same applications by hand-written script and by scenario, in turns, and compare."""

import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.overhead.bare import BareScript
from benchmarks.overhead.bare_spa import BareSpaScript
from benchmarks.overhead.messages import counting, cpu_seconds
from benchmarks.overhead.papers import papers
from bots.bot import Bot
from bots.credentials import EnvironmentCredentials
from bots.scenario import SCENARIOS, load_scenarios
from forms.catalogue import Catalogue
from forms.record import Record
from samples.legacy.login import PRACTICE_PASSWORD, PRACTICE_USER
from samples.legacy.procedures import PROCEDURES
from samples.legacy.process import PracticeProcess


@dataclass(slots=True)
class Leg:
    """One way of entering: of each entry the seconds on the clock, processor seconds (browser,
    driver and Python together) and questions to the driver; `phases` in seconds."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    trips: list[int] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        """The median of the seconds."""
        return median(self.seconds)


@dataclass(frozen=True, slots=True)
class Overhead:
    """The three ways over the same applications."""

    bare: Leg
    scenario: Leg
    evidence: Leg

    @property
    def ratio(self) -> float:
        """Seconds of the scenario, without pictures, to those of the bare script."""
        return sum(self.scenario.seconds) / sum(self.bare.seconds)

    @property
    def ratio_with_evidence(self) -> float:
        return sum(self.evidence.seconds) / sum(self.bare.seconds)

    @property
    def cpu_ratio(self) -> float:
        return sum(self.scenario.cpu) / sum(self.bare.cpu)


def measure(
    rounds: int = 5, forms: tuple[str, ...] = ("risai-shomei",), system: str = "practice"
) -> Overhead:
    """`rounds` applications of each form by each way, in turns, after one of each to warm up.

    `system`: `practice`, or `practice_spa` (its script knows risai-shomei alone).
    """
    legs = Overhead(Leg(), Leg(), Leg())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kind = "spa" if system == "practice_spa" else "legacy"
        url = stack.enter_context(PracticeProcess(folder / "target.db", kind)).url
        bare: BareScript | BareSpaScript
        bare = BareSpaScript(url) if kind == "spa" else _bare(url)
        stack.enter_context(bare)
        plain = stack.enter_context(_bot(system, url, None))
        kept = stack.enter_context(_bot(system, url, folder / "evidence"))
        ways: Mapping[str, Callable[[Record], object]] = {
            "bare": bare.put_in,
            "scenario": lambda record: plain.put_in(record, _nothing).seconds,
            "evidence": lambda record: kept.put_in(record, _nothing).seconds,
        }
        for number, record in enumerate(papers(forms, (rounds + 1) * len(ways))):
            name = tuple(ways)[number // len(forms) % len(ways)]
            warm = number >= len(forms) * len(ways)
            _timed(ways[name], record, getattr(legs, name) if warm else Leg())
    return legs


def _timed(way: Callable[[Record], object], record: Record, leg: Leg) -> None:
    cpu = cpu_seconds()
    with counting() as counter:
        start = time.perf_counter()
        phases = way(record)
        leg.seconds.append(time.perf_counter() - start)
    leg.cpu.append(cpu_seconds() - cpu)
    leg.trips.append(counter.count)
    if isinstance(phases, Mapping):
        for phase, seconds in phases.items():
            leg.phases[phase] = leg.phases.get(phase, 0.0) + seconds


def _nothing() -> None:
    """A journal that costs nothing: the script has none."""


def _bare(url: str) -> BareScript:
    return BareScript(url, {each.form: each for each in PROCEDURES})


def _bot(name: str, url: str, evidence: Path | None) -> Bot:
    environment = {
        f"UTSUSHI_SYSTEM_{name.upper()}_URL": url,
        f"UTSUSHI_SYSTEM_{name.upper()}_USER": PRACTICE_USER,
        f"UTSUSHI_SYSTEM_{name.upper()}_PASSWORD": PRACTICE_PASSWORD,
    }
    scenarios = load_scenarios(SCENARIOS / name, Catalogue.load(), environment)
    system = next(iter(scenarios.values())).system
    return Bot(system, scenarios, EnvironmentCredentials(environment), evidence=evidence)
