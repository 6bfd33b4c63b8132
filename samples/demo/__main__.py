"""`make demo`: run everything once, check it against the practice system, say how it went."""

import argparse
import sys
from pathlib import Path
from threading import Event

from samples.demo.office import HOME, SCANS, DemoOffice
from samples.demo.tally import explain, tally


def main() -> int:
    args = _arguments()
    with DemoOffice(args.home, args.samples) as office:
        office.drop()
        is_settled = office.wait(args.limit)
        result = tally(office)
        for line in explain(result, office):
            print(line, flush=True)
        if not is_settled:
            print(
                "demo: 終わりまで進みませんでした。上のメッセージを確かめてください。", flush=True
            )
        print(result.line(), flush=True)
        if args.keep:
            _keep(office)
    return 0 if is_settled and result.is_good else 1


def _keep(office: DemoOffice) -> None:
    print("\n動かしたままにしています (Ctrl+C で終わります)。", flush=True)
    for title, address in office.addresses():
        print(f"  {title}: {address}", flush=True)
    try:
        Event().wait()
    except KeyboardInterrupt:
        print("終わります…", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="samples.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave everything running")
    parser.add_argument("--home", type=Path, default=HOME, help="data folder, kept between runs")
    parser.add_argument("--samples", type=Path, default=SCANS, help="scans with their truth")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds to wait at the most")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
