"""The worked example in `docs/claim.ja.md` and `docs/claim.md`, as costs."""

import re
from pathlib import Path

from tests.workflows.claim.making import YEAR, item
from workflows.ledger import measures
from workflows.ledger.item import CostItem, Eligible, Funding
from workflows.ledger.sharing import Key, Share, share_of

DOCS = Path(__file__).parents[3] / "docs"
DOCUMENTS = (("claim.ja.md", "例"), ("claim.md", "Example"))


def tables(name: str, heading: str) -> list[list[list[str]]]:
    """The tables of one section of a document, without their heads."""
    text = (DOCS / name).read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"(?:^\|.*\n)+", section, flags=re.M)
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        for table in found
    ]


def yen(text: str) -> int:
    return int(text.replace(",", ""))


def items_in(rows: list[list[str]]) -> list[CostItem]:
    titles = {each.title: each.id for each in measures.load(YEAR)}
    standings = {"対象": Eligible.YES, "対象外": Eligible.NO, "要確認": Eligible.UNDECIDED}
    found = []
    for number, measure, category, standing, amount, specific, shared in rows:
        share = shared_by(shared) if shared else None
        ours = share.own_part(yen(amount)) if share else yen(amount)
        split = {Funding.GENERAL: ours - yen(specific), Funding.NATIONAL: yen(specific)}
        found.append(
            item(
                int(number), yen(amount), measure=titles[measure], category=category,
                eligible=standings[standing], share=share, funding=split,
            )
        )  # fmt: skip
    return found


def shared_by(text: str) -> Share:
    """`67000 : 180000`, ours first."""
    own, other = text.split(" : ")
    return share_of(Key.POPULATION, f"131016 千代田区 {own} 当団体\n131024 中央区 {other}")
