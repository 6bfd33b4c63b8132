"""`python -m samples.goldens FORM … [--only print|hand]`: golden scans of forms that we ship.

Written into `forms/definitions/<form>/golden/`: `print.pdf` and `hand.pdf`, each with its truth in
a YAML file beside it. What was accepted before is kept where paper and truth are as they were.
Then: `utsushi form test FORM --accept`. The same form gives the same files.
"""

import argparse
import sys
from pathlib import Path

from forms.catalogue import Catalogue
from forms.errors import SetupError
from forms.form import Form
from forms.golden import FOLDER, Golden, golden_text, load_golden
from samples.goldens.papers import filled, font_of
from samples.goldens.scanning import write_scan

KINDS = ("print", "hand")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m samples.goldens", description="様式の見本 (架空の記入例と正解) を作る"
    )
    parser.add_argument("forms", nargs="+", metavar="FORM", help="様式の id")
    parser.add_argument("--only", choices=KINDS, help="活字 (print) か手書き風 (hand) だけ")
    parser.add_argument("--out", type=Path, help="様式のフォルダの代わりに書き込む所")
    parser.add_argument("--seed", default="golden", help="別の人の記入例にする")
    chosen = parser.parse_args(arguments)
    catalogue = Catalogue.load()
    try:
        for form_id in chosen.forms:
            form = catalogue[form_id]
            for kind in [chosen.only] if chosen.only else KINDS:
                place = chosen.out / form.id if chosen.out else form.folder
                made = make_golden(form, kind, place / FOLDER, chosen.seed)
                size = made.scan.stat().st_size
                sys.stdout.write(f"{form.id} {made.scan.name}: {size:,} バイト\n")
    except SetupError as error:
        sys.stderr.write(f"{error.message}\n{error.advice}\n")
        return error.exit_code
    return 0


def make_golden(form: Form, kind: str, folder: Path, seed: str = "golden") -> Golden:
    """Write `<kind>.pdf` and `<kind>.yaml`. Raises SetupError where a font is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    scan, told = folder / f"{kind}.pdf", folder / f"{kind}.yaml"
    before = load_golden(told) if told.is_file() and scan.is_file() else None
    bytes_before = scan.read_bytes() if before else b""
    paper = filled(form, font_of(form, handwritten=kind == "hand"), f"{seed}/{kind}")
    write_scan(paper.pages, scan, f"{form.id}/{seed}/{kind}", black=kind == "print")
    truth = {field.id: paper.values.get(field.id) for field in form.fields}
    is_same = before and before.truth == truth and scan.read_bytes() == bytes_before
    golden = Golden(kind, scan, truth, before.accepted if before and is_same else {})
    told.write_text(golden_text(golden), encoding="utf-8", newline="\n")
    return golden


if __name__ == "__main__":
    sys.exit(main())
