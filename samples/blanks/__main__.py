"""`python -m samples.blanks [FORM …]`: draw the blanks of the declared forms anew."""

import argparse
import sys

from forms.catalogue import Catalogue
from samples.blanks.draw import draw_blank


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m samples.blanks", description="白紙の様式を作る"
    )
    parser.add_argument("forms", nargs="*", help="様式の id (省略するとすべて)")
    chosen = parser.parse_args(arguments).forms
    catalogue = Catalogue.load()
    for form in [catalogue[each] for each in chosen] or list(catalogue):
        draw_blank(form, form.blank)
        sys.stdout.write(f"{form.id}: {form.blank.stat().st_size:,} バイト\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
