"""What a scenario costs beside a bare Playwright script that does the same clicks."""

from benchmarks.overhead.measure import Leg, Overhead, measure

__all__ = ["Leg", "Overhead", "measure"]
