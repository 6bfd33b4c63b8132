"""`python -m benchmarks.calibrate_default`: learn the shipped calibration, and score it.

Papers are generated with seeds of their own (never `samples/scans*`), easy and hard, read with
the default engine, and turned into figures. Curves are learnt on some seeds and scored on others:
calibration error by type of field before (the decoder's own word) and after, with the share that
is accepted. Figures are cached by seed in `--cache`; `--fresh` reads again, which is due whenever
an engine, a decoder or a form has changed. `--write` replaces `ocr/calibration/default.yaml`, the
score card beside it and the figures that the tests hold.

`--papers FOLDER --out FILE`: bend the shipped curves by an office's own scans with their truth
(`*.truth.json` beside each) and write them; as `calibration.yaml` in the data folder they go before
what is shipped.
"""

import argparse
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks import read_figures
from forms.catalogue import Catalogue
from ocr.calibration.bounds import upper_bound
from ocr.calibration.curve import SHIPPED, Calibration, Curve, as_data, shipped
from ocr.calibration.learning import Sample, learn, least_for
from ocr.engines import DEFAULT
from ocr.models.places import READER
from ocr.reader import Reader

CARD = SHIPPED.with_name("default.card.json")
FIXTURE = Path(__file__).parents[1] / "tests" / "ocr" / "held_out_figures.csv"
CACHE = Path("build/figures")
LEARN, HOLD_OUT = (7001, 7002, 7004), (7901, 7902)  # seeds; odd: easy papers, even: hard ones
ERROR = 0.001  # share of all readings that may be wrong and accepted
DOCUMENTS = 44  # a seed
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001)

Shares = NDArray[np.float64]


def make(seed: int, documents: int, cache: Path) -> Path:
    """Generate, read and keep the figures of one seed. Returns the CSV."""
    from samples.generate.hard.make import make_hard
    from samples.generate.make import make_samples

    out = cache / f"{seed}.csv"
    catalogue = Catalogue.load()
    reader = Reader.open(catalogue)
    with tempfile.TemporaryDirectory(dir=cache) as papers:
        folder = Path(papers)
        for _ in (make_samples if seed % 2 else make_hard)(seed, folder, documents):
            pass
        read_figures.save(list(read_figures.collect(reader, catalogue, folder)), out)
    return out


def gather(seeds: Sequence[int], documents: int, cache: Path, fresh: bool) -> dict[int, Path]:
    """The CSV of each seed, read by two processes where it is not there."""
    cache.mkdir(parents=True, exist_ok=True)
    paths = {seed: cache / f"{seed}.csv" for seed in seeds}
    missing = [seed for seed, path in paths.items() if fresh or not path.is_file()]
    with ProcessPoolExecutor(2) as pool:
        made = pool.map(make, missing, [documents] * len(missing), [cache] * len(missing))
        for path in made:
            print(f"read: {path}", flush=True)
    return paths


def error_of(said: Shares, right: Shares) -> float:
    """Expected calibration error: |said − right| over bins that are fine near 1, by their size."""
    place = np.digitize(said, BINS)
    gaps = [
        abs(said[place == n].mean() - right[place == n].mean()) * (place == n).sum()
        for n in np.unique(place)
    ]
    return float(sum(gaps) / max(1, len(said)))


def loss_of(said: Shares, right: Shares) -> float:
    """Mean log loss (nats a reading): what being wrong costs grows with how sure it was."""
    inside = np.clip(said, 1e-6, 1 - 1e-6)
    return float(-(right * np.log(inside) + (1 - right) * np.log(1 - inside)).mean())


def score(calibration: Calibration, samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """By kind and over all: count, wrong, calibration error and log loss before and after, and of
    the readings said to be right at 0.99 or more their share and the share right among them."""
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for each in samples:
        by_kind[each.figures.kind].append(each)
    groups = {**dict(sorted(by_kind.items())), "all": list(samples)}
    return {kind: _score(calibration, own) for kind, own in groups.items()}


def _score(calibration: Calibration, samples: Sequence[Sample]) -> dict[str, float]:
    right = np.array([each.right for each in samples], np.float64)
    before = np.array([each.figures.probability for each in samples])
    after = np.array([calibration.probability(each.figures) for each in samples])
    sure = after >= 0.99
    wrong_sure = int((1 - right[sure]).sum())
    return {
        "readings": len(samples),
        "wrong": int((1 - right).sum()),
        "error_before": round(error_of(before, right), 5),
        "error_after": round(error_of(after, right), 5),
        "loss_before": round(loss_of(before, right), 5),
        "loss_after": round(loss_of(after, right), 5),
        "at_99": round(float(sure.mean()), 4),
        "wrong_at_99": wrong_sure,
        "right_at_99": round(1 - wrong_sure / max(1, int(sure.sum())), 5),
        "right_at_99_at_least": round(1 - upper_bound(wrong_sure, max(1, int(sure.sum()))), 5),
    }


def table(card: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield (
        f"{'kind':<12}{'readings':>9}{'wrong':>7}{'error':>9}{'after':>9}{'loss':>9}{'after':>9}"
        f"{'≥0.99':>8}"
        f"{'wrong':>7}{'right':>9}"
    )
    for kind, c in card.items():
        yield (
            f"{kind:<12}{c['readings']:>9}{c['wrong']:>7}{c['error_before']:>9.4f}"
            f"{c['error_after']:>9.4f}{c['loss_before']:>9.4f}{c['loss_after']:>9.4f}{c['at_99']:>8.1%}{c['wrong_at_99']:>7}"
            f"{c['right_at_99']:>9.3%}"
        )


def named(curves: Mapping[str, Curve], least: float) -> Calibration:
    """With an id of its own: figures and thresholds of another id are of another scale."""
    plain = Calibration("", DEFAULT, READER.sha256, curves, least)
    digest = hashlib.sha256(json.dumps(as_data(plain), sort_keys=True).encode()).hexdigest()
    return replace(plain, id=f"{datetime.now(UTC).date().isoformat()}-{digest[:12]}")


def bend(papers: Path, out: Path | None) -> None:
    """The shipped curves as an office's own papers bend them."""
    catalogue, base = Catalogue.load(), shipped()
    samples = list(read_figures.collect(Reader.open(catalogue), catalogue, papers))
    curves = {**base.curves, **learn(samples, base.curves)}
    own = replace(base, id=f"{base.id}+{datetime.now(UTC).date().isoformat()}", curves=curves)
    for line in table(score(own, samples)):
        print(line)
    if out:
        text = yaml.safe_dump(as_data(own), sort_keys=False, allow_unicode=True)
        out.write_text(text, encoding="utf-8", newline="\n")


def write(calibration: Calibration, card: Mapping[str, object], held: Sequence[Sample]) -> None:
    head = "# Learnt by `python -m benchmarks.calibrate_default --write`; the score: the card.\n"
    text = yaml.safe_dump(as_data(calibration), sort_keys=False, allow_unicode=True)
    SHIPPED.write_text(head + text, encoding="utf-8", newline="\n")
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    CARD.write_text(text, encoding="utf-8", newline="\n")
    read_figures.save(held, FIXTURE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learn", type=int, nargs="+", default=LEARN, metavar="SEED")
    parser.add_argument("--hold-out", type=int, nargs="+", default=HOLD_OUT, metavar="SEED")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="of each seed")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--fresh", action="store_true", help="read again")
    parser.add_argument("--write", action="store_true", help="replace what is shipped")
    parser.add_argument("--papers", type=Path, help="an office's own scans with their truth")
    parser.add_argument("--out", type=Path, help="where their curves go")
    options = parser.parse_args()
    if options.papers:
        bend(options.papers, options.out)
        return
    seeds = [*options.learn, *options.hold_out]
    paths = gather(seeds, options.documents, options.cache, options.fresh)
    taught = [each for seed in options.learn for each in read_figures.load(paths[seed])]
    held = [each for seed in options.hold_out for each in read_figures.load(paths[seed])]
    calibration = named(learn(taught), least_for(taught, ERROR))
    scores = score(calibration, held)
    for line in table(scores):
        print(line)
    if options.write:
        card = {
            "id": calibration.id,
            "least": calibration.least,
            "learnt_on": {"seeds": list(options.learn), "readings": len(taught)},
            "held_out": {"seeds": list(options.hold_out), "scores": scores},
        }
        write(calibration, card, held)


if __name__ == "__main__":
    main()
