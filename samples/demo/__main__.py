"""`make demo`: run everything once, check it against the practice system, say how it went."""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from samples.demo.office import HOME, SCANS, DemoOffice
from samples.demo.tally import explain, tally


def main() -> int:
    args = _arguments()
    for name in (signal.SIGINT, signal.SIGTERM):  # either way everything is stopped with us
        signal.signal(name, signal.default_int_handler)
    try:
        return _run(args)
    except KeyboardInterrupt:
        print("終わりました。", flush=True)
        return 0 if args.keep else 130


def _run(args: argparse.Namespace) -> int:
    with DemoOffice(args.home, args.samples) as office:
        office.drop()
        is_settled = office.wait(args.limit)
        result = tally(office)
        for line in explain(result, office):
            print(line, flush=True)
        if not is_settled:
            print("demo: 途中で止まりました。上の言葉を確かめてください。", flush=True)
        if args.keep:
            print(result.line(), flush=True)
            _keep(office)
    print(result.line(), flush=True)
    return 0 if is_settled and result.is_good else 1


def _keep(office: DemoOffice) -> None:
    print("\n動かしたままにしています (Ctrl+C で終わります)。", flush=True)
    for title, address in office.addresses():
        print(f"  {title}: {address}", flush=True)
    Event().wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="samples.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave everything running")
    parser.add_argument("--home", type=Path, default=HOME, help="data folder, kept between runs")
    parser.add_argument("--samples", type=Path, default=SCANS, help="scans with their truth")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds to wait at the most")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
