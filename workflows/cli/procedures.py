"""The procedures in the terminal: what each one's paper is, and whether it can be read here."""

import csv
import sys

from forms.catalogue import Catalogue
from forms.offers import MY_NUMBER_TITLES, TITLES, Offer, State, counts, offers, unlisted
from forms.procedures import Procedures
from workflows.cli.tables import print_table

HEAD = (
    "番号", "区分", "手続き", "担当", "分野", "法律", "法律の確認", "個人番号", "個人番号の根拠",
    "状態", "様式", "注記",
)  # fmt: skip
TO_CONFIRM, CONFIRMED = "要確認", "確認済み"


def print_all(catalogue: Catalogue) -> None:
    known = catalogue.procedures
    found = offers(known, catalogue)
    print_table(
        f"手続き ({known.source})",
        ["番号", "手続き", "担当", "個人番号", "状態", "様式"],
        [
            (
                each.procedure.number, each.procedure.title, "・".join(each.departments),
                MY_NUMBER_TITLES[each.my_number], TITLES[each.state],
                "、".join(form.id for form in each.forms),
            )
            for each in found
        ],
    )  # fmt: skip
    told = counts(found)
    listed = sum(told.values())
    ready = told[State.READY]
    print(f"一覧の {listed} 手続きのうち、{ready} 手続きの紙を読めます。")
    if outside := unlisted(known, catalogue):
        print(f"手続きの番号がない様式: {'、'.join(form.id for form in outside)}")


def print_csv(catalogue: Catalogue) -> None:
    known = catalogue.procedures
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(HEAD)
    for each in offers(known, catalogue):
        out.writerow(_row(known, each))


def _row(known: Procedures, each: Offer) -> tuple[str, ...]:
    procedure = each.procedure
    return (
        procedure.number, known.groups.get(procedure.group, procedure.group), procedure.title,
        "・".join(each.departments), procedure.work_field, procedure.law,
        CONFIRMED if procedure.law_confirmed else TO_CONFIRM, MY_NUMBER_TITLES[each.my_number],
        each.my_number_source, TITLES[each.state], "、".join(form.id for form in each.forms),
        procedure.note,
    )  # fmt: skip
