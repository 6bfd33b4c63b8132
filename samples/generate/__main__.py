"""`python -m samples.generate --seed N --out DIR [--count N] [--hard]`, and see --help."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from forms.errors import SetupError
from samples.generate.hard.make import make_hard
from samples.generate.hard.recipes import RECIPES as HARD
from samples.generate.make import make_samples
from samples.generate.recipes import RECIPES
from samples.truth import Truth


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m samples.generate", description="記入済みの申請書の見本と正解を作る"
    )
    parser.add_argument("--seed", type=int, required=True, help="乱数の種 (同じ種なら同じ見本)")
    parser.add_argument("--out", type=Path, required=True, help="書き込むフォルダ")
    parser.add_argument("--count", type=int, help="文書の数 (なければ組の全部)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--handwritten", dest="handwritten", action="store_true", default=None)
    kind.add_argument("--printed", dest="handwritten", action="store_false", default=None)
    kind.add_argument("--hard", action="store_true", help="読みにくい見本")
    chosen = parser.parse_args(arguments)
    size = count = 0
    try:
        for truth in _made(chosen):
            count += 1
            size += (chosen.out / truth.file).stat().st_size
            sys.stdout.write(f"{truth.file}\n")
    except SetupError as error:
        sys.stderr.write(f"{error.message}\n{error.advice}\n")
        return error.exit_code
    sys.stdout.write(f"{count} 文書、{size / 1e6:.1f} MB\n")
    return 0


def _made(chosen: argparse.Namespace) -> Iterator[Truth]:
    if chosen.hard:
        return make_hard(chosen.seed, chosen.out, chosen.count or len(HARD))
    count = chosen.count or len(RECIPES)
    return make_samples(chosen.seed, chosen.out, count, chosen.handwritten)


if __name__ == "__main__":
    sys.exit(main())
