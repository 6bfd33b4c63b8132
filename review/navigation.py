"""The links in the top bar: which pages there are, and who sees a link to them."""

from dataclasses import dataclass

from workflows.accounts import Account, Right


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the office. Shown to those who have one of the `rights`."""

    title: str
    path: str
    rights: frozenset[Right]


LINKS = (
    Link("確認", "/", frozenset({Right.READ_WORK})),
    Link("まとめて確認", "/alike", frozenset({Right.REVIEW})),
    Link("受付", "/intake", frozenset({Right.READ_WORK})),
    Link("仕切り紙", "/separators", frozenset({Right.REVIEW})),
    Link("二人入力", "/double", frozenset({Right.REVIEW})),
    Link("抜き取り", "/sampling", frozenset({Right.REVIEW})),
    Link("効果", "/measures", frozenset({Right.READ_WORK})),
    Link("費用", "/costs", frozenset({Right.READ_COSTS})),
    Link("申請", "/claim", frozenset({Right.READ_COSTS})),
    Link("書き出し", "/exports", frozenset({Right.EXPORT})),
    Link("手続き", "/procedures", frozenset(Right)),
    Link("様式", "/templates", frozenset({Right.EDIT_FORMS})),
    Link("アカウント", "/accounts", frozenset({Right.MANAGE_ACCOUNTS})),
    Link("監査ログ", "/audit", frozenset({Right.READ_AUDIT})),
)

MEASURES = (
    Link("確認の時間", "/measures", frozenset({Right.READ_WORK})),
    Link("年度の効果", "/measures/effect", frozenset({Right.READ_COSTS})),
    Link("月次報告", "/measures/reports", frozenset({Right.READ_COSTS})),
)
"""The pages under 効果."""

PROCEDURES = (
    Link("手続きの一覧", "/procedures", frozenset(Right)),
    Link("個人情報ファイル簿", "/procedures/register", frozenset({Right.READ_WORK})),
)
"""The pages under 手続き."""


def links_for(person: Account | None) -> tuple[Link, ...]:
    """In the order of the bar; none for a person who has not signed in."""
    if person is None:
        return ()
    return _allowed(LINKS, person)


def measures_for(person: Account) -> tuple[Link, ...]:
    """Those under 効果."""
    return _allowed(MEASURES, person)


def procedures_for(person: Account) -> tuple[Link, ...]:
    """Those under 手続き."""
    return _allowed(PROCEDURES, person)


def _allowed(links: tuple[Link, ...], person: Account) -> tuple[Link, ...]:
    return tuple(link for link in links if any(person.may(right) for right in link.rights))
