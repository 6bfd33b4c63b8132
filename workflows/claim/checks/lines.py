"""One line at a time: what is missing, what does not add up, what is seldom eligible."""

from collections.abc import Callable, Iterator, Mapping

from workflows.claim.checks.finding import Finding, Severity, error, note, warning
from workflows.ledger.checks import funds_words, is_tax, running_words, staff_words
from workflows.ledger.item import CostItem, Eligible, Measure, Voucher, VoucherKind
from workflows.ledger.measures import MeasureDeclaration
from workflows.shared_files import FileChanged, FilesAway, NoSuchFile

ReadVoucher = Callable[[Voucher], object]
"""Reads a document and compares its hash. Raises NoSuchFile, FileChanged, FilesAway."""

_BINDING = (VoucherKind.INVOICE, VoucherKind.PAYMENT)  # that say what was paid


def findings(
    item: CostItem, measures: Mapping[Measure, MeasureDeclaration], read: ReadVoucher
) -> Iterator[Finding]:
    """`measures`: those of the year."""
    yield from _standing(item)
    if item.eligible is Eligible.YES:
        yield from _placed(item, measures)
        yield from _documents(item)
        yield from _other_claims(item)
        yield from _running(item)
    yield from _amounts(item)
    for voucher in item.vouchers:
        yield from _bytes(item, voucher, read)


def _standing(item: CostItem) -> Iterator[Finding]:
    if item.eligible is Eligible.UNDECIDED:
        yield warning(
            "undecided", "対象かどうかが決まっていません (要確認)。申請額に入れていません。",
            "都道府県に確かめ、対象か対象外かを理由と一緒に決めてください。", item.id,
        )  # fmt: skip
        return
    said = "対象" if item.eligible is Eligible.YES else "対象外"
    if not item.reason:
        advice = f"{said}とした根拠 (通知の区分、都道府県の回答など) を書いてください。"
        yield warning("no_reason", f"{said}とした理由がありません。", advice, item.id)
    if not item.decided_by:
        yield warning(
            "no_decider",
            f"{said}と判断した人がありません。",
            "判断した人を入れてください。",
            item.id,
        )


def _placed(item: CostItem, measures: Mapping[Measure, MeasureDeclaration]) -> Iterator[Finding]:
    if item.measure is None:
        yield error(
            "no_measure", "対象ですが、措置が選ばれていません。申請額に入れていません。",
            "どの措置の経費か選んでください。", item.id,
        )  # fmt: skip
    elif item.measure not in measures:
        yield error(
            "no_such_measure", "この年度にない措置です。申請額に入れていません。",
            "措置を選び直してください。", item.id,
        )  # fmt: skip
    elif not item.category:
        yield error(
            "no_category", "経費の区分がありません。申請額に入れていません。",
            "措置の区分から選び、当てはまるものがなければ要確認にしてください。", item.id,
        )  # fmt: skip
    elif item.category not in measures[item.measure].categories:
        yield error(
            "no_such_category",
            f"「{item.category}」は{measures[item.measure].title}の区分ではありません。"
            "申請額に入れていません。",
            "区分を選び直してください。", item.id,
        )  # fmt: skip


def _documents(item: CostItem) -> Iterator[Finding]:
    if not item.vouchers:
        yield error(
            "no_document", "書類が付いていません。",
            "「費用」の画面で、請求書などを付けてください。", item.id,
        )  # fmt: skip
    elif not any(each.kind in _BINDING for each in item.vouchers):
        yield warning(
            "no_invoice", "請求書も、支払いの書類もありません。",
            "請求書か、支出命令・領収書を付けてください。", item.id,
        )  # fmt: skip


def _other_claims(item: CostItem) -> Iterator[Finding]:
    if not item.other_claims:
        yield from _funds(item)
        return
    if not item.specific_funds:
        yield error(
            "other_claim",
            f"他の補助・申請にも挙げていますが、特定財源が 0 円です ({item.other_claims})。",
            "補助金などを財源に入れて差し引くか、対象外にしてください。", item.id,
        )  # fmt: skip
    else:
        yield warning(
            "other_claim", f"他の補助・申請にも挙げています ({item.other_claims})。",
            "補助金などが、特定財源にすべて入っているか確かめてください。", item.id,
        )  # fmt: skip


def _funds(item: CostItem) -> Iterator[Finding]:
    """A subsidy that is spoken of, and deducted nowhere."""
    words = funds_words(f"{item.title} {item.project} {item.reason}")
    if words and not item.specific_funds:
        yield warning(
            "funds", f"「{words[0]}」とありますが、特定財源が 0 円です。",
            "補助金などがあれば財源に入れて差し引き、なければ理由にそう書いてください。", item.id,
        )  # fmt: skip


def _running(item: CostItem) -> Iterator[Finding]:
    said = f"{item.title} {item.project}"
    if words := staff_words(said, item.payee):
        yield error(
            "staff", f"「{words[0]}」とあります。職員の人件費は対象になりません。",
            "対象外か要確認にしてください。委託の費用なら、摘要を契約の名前に直してください。",
            item.id,
        )  # fmt: skip
    elif words := running_words(said):
        yield warning(
            "running", f"「{words[0]}」とあります。人件費・運用の経費は対象外のことが多いです。",
            "対象でよいか都道府県に確かめ、理由に書いてください。", item.id,
        )  # fmt: skip


def _amounts(item: CostItem) -> Iterator[Finding]:
    total = sum(item.funding.values())
    if total != item.own_amount:
        yield error(
            "funding_sum",
            f"財源の合計 {total:,} 円が、負担額 {item.own_amount:,} 円と合いません。",
            "財源の内訳を直してください。", item.id,
        )  # fmt: skip
    if abs(item.specific_funds) > abs(item.own_amount) or item.specific_funds * item.own_amount < 0:
        yield error(
            "funding_over",
            f"特定財源 {item.specific_funds:,} 円が、負担額 {item.own_amount:,} 円を超えています。",
            "財源の内訳を直してください。", item.id,
        )  # fmt: skip
    if not is_tax(item.amount, item.tax):
        yield warning(
            "tax", f"消費税 {item.tax:,} 円が、税込 {item.amount:,} 円と合いません。",
            "税込の金額と、その内の消費税かどうか確かめてください。", item.id,
        )  # fmt: skip
    elif not item.tax and item.eligible is not Eligible.NO:
        yield note(
            "no_tax",
            "消費税が 0 円です。",
            "税抜きの金額を入れていないか確かめてください。",
            item.id,
        )
    yield from _shared(item)


def _shared(item: CostItem) -> Iterator[Finding]:
    share = item.share
    if share is None:
        return
    parts = share.parts(item.amount) if any(each.weight for each in share.parties) else {}
    if share.own not in parts or sum(parts.values()) != item.amount:
        yield error(
            "share", "共同利用の負担の合計が、金額と合いません。",
            "団体と割合を直してください。", item.id,
        )  # fmt: skip
    elif not parts[share.own]:
        yield warning(
            "share_nothing",
            "共同利用の当団体の負担が 0 円です。",
            "割合を確かめてください。",
            item.id,
        )


def _bytes(item: CostItem, voucher: Voucher, read: ReadVoucher) -> Iterator[Finding]:
    name = f"書類「{voucher.name}」"
    try:
        read(voucher)
        return
    except FileChanged:
        code, words = "document_changed", "の中身が、付けた時のハッシュ (SHA-256) と合いません。"
        advice = "控えと比べ、正しい書類を付け直してください。"
    except NoSuchFile:
        code, words = "document_lost", "のファイルがありません。"
        advice = "控えから戻すか、付け直してください。"
    except FilesAway as problem:
        code, words, advice = (
            "document_unread",
            "を読めず、確かめられませんでした。",
            problem.advice,
        )
    yield Finding(Severity.ERROR, code, f"{name}{words}", advice, (item.id,), voucher.sha256)
