"""The answer to a question, written down with its line in the audit log: both or neither."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflows.accounts.account import Account
from workflows.accounts.book import account_of
from workflows.accounts.naming import login_key, name_key
from workflows.accounts.roles import RIGHTS, Right
from workflows.app import Utsushi
from workflows.approvals.answer import Answer, BadAnswer
from workflows.approvals.asking import Asked
from workflows.approvals.holding import Decision, Standing
from workflows.audit import Act
from workflows.reviewing.sight import records_in
from workflows.store.tables import AccountRow, ApprovalRecordRow, ApprovalRow, RecordRow


def decide(app: Utsushi, asked: Asked, answer: Answer) -> tuple[int, ...]:
    """Write the answer down; the records that may now be entered. Once decided, it stays so.

    Where there are accounts that may supervise, the answer must be by one of them, and of records
    of departments that this one sees. Raises BadAnswer, StoreError.
    """
    now = app.clock()
    with app.store.write() as session:
        row = session.get_one(ApprovalRow, asked.id)
        if row.state != Standing.ASKED:
            return _approved(session, row.id)
        if row.until < now:
            raise BadAnswer(
                "承認の期限が過ぎています。",
                advice="何も入力していません。次の「入力」で、もう一度承認を求めます。",
            )
        wanted = set(asked.records) - answer.excluded if answer.is_approval else set()
        by = _signed(session, app, answer.by, wanted)
        row.state = Standing.APPROVED if wanted else Standing.DECLINED
        row.decided_at, row.decided_by, row.note = now, by, answer.note or None
        for each in session.scalars(_records(row.id)):
            is_in = each.record_id in wanted
            each.decision = Decision.APPROVED if is_in else Decision.EXCLUDED
        session.flush()
        left = len(asked.records) - len(wanted)
        what = f"approval {row.id}: {len(wanted)} approved, {left} left out"
        app.audit.note_in(session, by, Act.APPROVED, what=what)
        return tuple(sorted(wanted))


def _signed(session: Session, app: Utsushi, by: str, wanted: Collection[int]) -> str:
    """The name that is kept. Raises BadAnswer."""
    supervisors = [each for each in _accounts(session) if each.may(Right.SUPERVISE)]
    if not supervisors:
        return by
    found = [a for a in supervisors if login_key(by) == a.login or name_key(by) == name_key(a.name)]
    if not found:
        raise BadAnswer(
            "承認者が、管理者のアカウントにありません。",
            advice="確認画面の管理者のアカウントの名前 (またはログイン名) で記入してください。",
        )
    (account,) = found[:1]
    unseen = _unseen(session, app, account, wanted)
    if unseen:
        named = "、".join(str(each) for each in unseen[:20])
        raise BadAnswer(
            f"担当する部署のものではない記録があります: {named}",
            advice="「対象外とする記録番号」に書くか、担当の管理者が記入してください。",
        )
    return account.name


def _accounts(session: Session) -> list[Account]:
    roles = [role for role, rights in RIGHTS.items() if Right.SUPERVISE in rights]
    query = select(AccountRow).where(AccountRow.role.in_(roles), AccountRow.locked_at.is_(None))
    return [account_of(row) for row in session.scalars(query)]


def _unseen(session: Session, app: Utsushi, account: Account, wanted: Collection[int]) -> list[int]:
    seen = select(RecordRow.id).where(records_in(app.catalogue, account.scope))
    return sorted(set(wanted) - set(session.scalars(seen.where(RecordRow.id.in_(wanted)))))


def _approved(session: Session, approval_id: int) -> tuple[int, ...]:
    query = _records(approval_id).where(
        ApprovalRecordRow.decision == Decision.APPROVED, ApprovalRecordRow.used_at.is_(None)
    )
    return tuple(each.record_id for each in session.scalars(query))


def _records(approval_id: int) -> Select[ApprovalRecordRow]:
    return (
        select(ApprovalRecordRow)
        .where(ApprovalRecordRow.approval_id == approval_id)
        .order_by(ApprovalRecordRow.record_id)
    )
