"""Counted twice: what the 会計検査院 finds most often (the same cost under two headings)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from workflows.claim.checks.finding import Finding, error, warning
from workflows.ledger.checks import is_alike
from workflows.ledger.item import CostItem, Eligible, VoucherKind

_BINDING = (VoucherKind.INVOICE, VoucherKind.PAYMENT)
_ADVICE = (
    "別々の支払いなら、そのことが分かるように理由に書いてください。同じものなら一方を取り消します。"
)


def findings(items: Sequence[CostItem], others: Sequence[CostItem]) -> Iterator[Finding]:
    """`items`: the lines of the year that stand; `others`: those of all other years."""
    eligible = [item for item in items if item.eligible is not Eligible.NO]
    told: set[tuple[int, int]] = set()
    for one, other in _alike(eligible):
        told.add((one.id, other.id))
        yield _twice(one, other)
    yield from _documents(eligible, told)
    yield from _other_years(eligible, others)


def _alike(items: Sequence[CostItem]) -> Iterator[tuple[CostItem, CostItem]]:
    """Pairs with the same payee, amount and day."""
    for group in _by_amount(items).values():
        for one, other in combinations(group, 2):
            if is_alike(one, other):
                yield one, other


def _by_amount(items: Sequence[CostItem]) -> dict[int, list[CostItem]]:
    found: dict[int, list[CostItem]] = defaultdict(list)
    for item in items:
        found[item.amount].append(item)
    return found


def _twice(one: CostItem, other: CostItem) -> Finding:
    words = f"費用 {one.id} と {other.id} は、支払先・金額・日付が同じです。"
    if one.measure is not other.measure:
        return error(
            "two_measures", f"{words}二つの措置に挙げています。",
            "同じ経費は、一つの措置にだけ挙げられます。一方を対象外にしてください。",
            one.id, other.id,
        )  # fmt: skip
    if one.title == other.title:
        return error("twice", f"{words}摘要も同じです。", _ADVICE, one.id, other.id)
    return warning("twice", f"{words}二重ではありませんか。", _ADVICE, one.id, other.id)


def _documents(items: Sequence[CostItem], told: set[tuple[int, int]]) -> Iterator[Finding]:
    """One invoice on several lines: right where it was divided, wrong where it counts twice: with
    the same amount on two of them."""
    for hash_, found in _by_document(items).items():
        ids = tuple(item.id for item in found)
        if len(ids) < 2 or ids in told:
            continue
        name = next(each.name for each in found[0].vouchers if each.sha256 == hash_)
        total = sum(item.amount for item in found)
        words = f"同じ書類「{name}」が、費用 {'、'.join(map(str, ids))} に付いています。"
        if len({item.measure for item in found}) > 1:
            words += "二つ以上の措置に挙げています。"
        if len({item.amount for item in found}) < len(found):
            yield error("same_document", f"{words}同じ金額があります。", _ADVICE, *ids)
        else:
            advice = (
                f"分けて挙げたのなら、合計 {total:,} 円が書類の額を超えないか確かめてください。"
            )
            yield warning("same_document", words, advice, *ids)


def _by_document(
    items: Sequence[CostItem], beside: Sequence[CostItem] = ()
) -> dict[str, list[CostItem]]:
    """Those that say what was paid: an invoice is one also where another line, or one `beside`
    them, calls it something else."""
    known = (*items, *beside)
    binding = {v.sha256 for item in known for v in item.vouchers if v.kind in _BINDING}
    found: dict[str, list[CostItem]] = defaultdict(list)
    for item in items:
        for hash_ in binding & {each.sha256 for each in item.vouchers}:
            found[hash_].append(item)
    return found


def _other_years(items: Sequence[CostItem], others: Sequence[CostItem]) -> Iterator[Finding]:
    claimed = [other for other in others if other.eligible is Eligible.YES and not other.struck]
    documents, by_amount = _by_document(claimed, items), _by_amount(claimed)
    for item in items:
        if item.eligible is not Eligible.YES:
            continue
        alike = (other for other in by_amount.get(item.amount, ()) if is_alike(item, other))
        if same := next(alike, None):
            yield error(
                "two_years", f"{same.year}の費用 {same.id} と、支払先・金額・日付が同じです。",
                "一つの経費は、一つの年度にだけ挙げられます。", item.id,
            )  # fmt: skip
            continue
        hashes = (each.sha256 for each in item.vouchers)
        if years := {str(other.year) for hash_ in hashes for other in documents.get(hash_, ())}:
            yield warning(
                "document_of_two_years",
                f"同じ請求書などが、{'・'.join(sorted(years))}の費用にも付いています。",
                "年度で分けて支払ったのか確かめてください。", item.id,
            )  # fmt: skip
