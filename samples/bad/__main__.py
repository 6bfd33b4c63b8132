"""`python -m samples.bad --out DIR` makes every bad file; `--redraw` the two committed ones."""

import argparse
import sys
import tempfile
from pathlib import Path

from forms.printed import load_layout
from samples import bad
from samples.blanks.pen import Pen
from samples.blanks.printed import draw_printed
from samples.generate.make import make_samples
from samples.truth import Truth, truth_path, write_truth

_SEED = 5281  # of no other set


def redraw() -> None:
    """Draw `unknown-form.pdf` from its layout, and scan one good application anew."""
    layout = load_layout(bad.UNKNOWN_FORM.with_suffix(".yaml"))
    pen = Pen(bad.UNKNOWN_FORM, "犬の登録申請書")
    for page in layout.pages:
        draw_printed(pen, page, layout)
        pen.next_page()
    pen.save()
    with tempfile.TemporaryDirectory() as folder:
        # The second recipe in print: a black and white scan, small enough to be committed.
        *_, made = make_samples(_SEED, Path(folder), 2, handwritten=False)
        bad.GOOD.write_bytes((Path(folder) / made.file).read_bytes())
    named = Truth(
        bad.GOOD.name, made.kind, made.font, made.handwritten, made.spoiled, made.applications
    )  # fmt: skip
    write_truth(named, bad.GOOD.parent)
    sys.stdout.write(f"{bad.UNKNOWN_FORM.name}, {bad.GOOD.name}, {truth_path(bad.GOOD).name}\n")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m samples.bad", description="困ったファイルを作る"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="書き込むフォルダ")
    what.add_argument("--redraw", action="store_true", help="収録済みの PDF を描き直す")
    chosen = parser.parse_args(arguments)
    if chosen.redraw:
        redraw()
        return 0
    for kind, path in bad.make_all(chosen.out).items():
        sys.stdout.write(f"{kind}\t{path.name}\t{path.stat().st_size:,} バイト\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
