"""Entry of an application: three screens, the confirmation, the registration.

The draft lives in the session until the menu's 新規登録 is opened again. It is not cleared by a
registration: a reloaded 登録完了 page registers once more, as the real systems do.
"""

from __future__ import annotations

from starlette.responses import Response

from samples.legacy.items import Procedure
from samples.legacy.office import Visit
from samples.legacy.validation import check_all, check_step

NO_DRAFT = "入力中のデータがありません。メニューから操作をやり直してください(E0901)"


def enter(visit: Visit, procedure: Procedure) -> Response:
    """GET begins anew; POST takes one screen in and leads on (次へ) or back (前へ)."""
    if not visit.is_post:
        visit.session.drafts[procedure.code] = {}
        return _screen(visit, procedure, 1, [])
    draft = visit.session.drafts.get(procedure.code)
    number = visit.posted.number("STEP", 0)
    confirming = len(procedure.steps) + 1
    if draft is None or not 1 <= number <= confirming:
        return visit.page("error.html", messages=[NO_DRAFT])
    back = visit.posted.get("ACT") == "back"
    messages: list[str] = []
    if number < confirming:
        step = procedure.steps[number - 1]
        draft.update(visit.posted.draft(part for item in step.items for part in item.parts))
        messages = [] if back else check_step(step, draft, visit.office.now().date())
    if messages:
        return _screen(visit, procedure, number, messages)
    following = max(1, number - 1) if back else number + 1
    return _screen(visit, procedure, min(following, confirming), [])


def register(visit: Visit, procedure: Procedure) -> Response:
    """Check everything once more, store it, and show the receipt number."""
    draft = visit.session.drafts.get(procedure.code)
    if not visit.is_post or draft is None:
        return visit.page("error.html", messages=[NO_DRAFT])
    now = visit.office.now()
    messages = check_all(procedure.steps, draft, now.date())
    if messages:
        return visit.page("error.html", messages=messages)
    number = visit.office.store.add(procedure, draft, visit.session.staff, now)
    return visit.page("done.html", procedure=procedure, number=number)


def _screen(visit: Visit, procedure: Procedure, number: int, messages: list[str]) -> Response:
    draft = visit.session.drafts[procedure.code]
    if number > len(procedure.steps):
        return visit.page("confirm.html", procedure=procedure, number=number, draft=draft)
    return visit.page(
        "entry.html",
        procedure=procedure,
        step=procedure.steps[number - 1],
        number=number,
        draft=draft,
        messages=messages,
    )
