"""Entering one record of the store while a person watches: lease, journal, click, verify."""

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.approvals import sight as approvals
from workflows.entry import put_in
from workflows.entry.slots import held
from workflows.seams import Bot
from workflows.store import records
from workflows.store.states import TITLES, State


def enter_stored(app: Utsushi, bot: Bot, record_id: int) -> int:
    """Exit code 0 where the record is verified.

    Raises SetupError where it is not ready, another worker holds it, or the system's sessions are
    all in use.
    """
    with held(app.office, bot.sessions) as slot:
        if slot is None:
            raise SetupError(
                "この業務システムに同時に入れる数まで、ほかの処理が使っています。",
                advice="入力の処理 (utsushi up など) を止めるか、終わるのを待ってください。",
            )
        done = put_in(app.office, bot, record_id)
        with app.office.store.read() as session:
            row = records.get(session, record_id)
            state, reason, number = State(row.state), row.reason, row.receipt_number
            if approvals.awaits(session, app.settings, row):
                reason = "管理者の承認を待っています。"
        if done is None:
            raise SetupError(
                f"記録 {record_id} は、いま登録できません (状態: {TITLES[state]})。{reason or ''}",
                advice="入力待ちの記録だけを登録できます。「utsushi status」で確かめてください。",
            )
        print(f"記録 {record_id}: {TITLES[state]}" + (f" (受付番号 {number})" if number else ""))
        if state is not State.VERIFIED and reason:
            print(reason)
        return 0 if state is State.VERIFIED else 1
