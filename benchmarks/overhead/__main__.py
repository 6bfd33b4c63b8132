"""`python -m benchmarks.overhead [--rounds N] [--forms …]`: print what a scenario costs."""

import argparse
from statistics import mean

from benchmarks.overhead.measure import Leg, measure

FORMS = ("risai-shomei", "kaigo-nintei", "jido-teate-nintei")


def main() -> int:
    """Print a table of the three ways."""
    parser = argparse.ArgumentParser(prog="benchmarks.overhead")
    parser.add_argument("--rounds", type=int, default=5, help="entries of each form by each way")
    parser.add_argument("--system", choices=("practice", "practice_spa"), default="practice")
    parser.add_argument("--forms", nargs="+", choices=FORMS, help="practice alone has all three")
    options = parser.parse_args()
    all_forms = FORMS if options.system == "practice" else FORMS[:1]
    found = measure(options.rounds, tuple(options.forms or all_forms), options.system)
    print("way        seconds  median     cpu  questions")
    for name in ("bare", "scenario", "evidence"):
        leg: Leg = getattr(found, name)
        print(
            f"{name:10} {mean(leg.seconds):7.3f} {leg.middle:7.3f} {mean(leg.cpu):7.3f} "
            f"{mean(leg.trips):8.0f}"
        )
        for phase, seconds in leg.phases.items():
            print(f"  {phase:8} {seconds / len(leg.seconds):7.3f}")
    print(f"ratio {found.ratio:.2f} (cpu {found.cpu_ratio:.2f})")
    print(f"ratio with evidence {found.ratio_with_evidence:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
