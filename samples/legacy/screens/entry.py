"""Entry of an application: three screens, the confirmation, the registration.

The draft lives in the session until the menu's 新規登録 is opened again. It is not cleared by a
registration: a reloaded 登録完了 page registers once more, as the real systems do, unless the
weather asks for a one-time token.
"""

from __future__ import annotations

from starlette.responses import Response

from samples.legacy.faults import LOCKED, TWICE, WRITTEN, Trouble
from samples.legacy.items import Draft, Kind, Procedure
from samples.legacy.office import Visit
from samples.legacy.shown import named
from samples.legacy.validation import check_all, check_step

TOKEN = "TOKEN"
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
    if refusal := _refusal(visit, procedure, draft):
        return visit.page("error.html", messages=[refusal])
    store, staff = visit.office.store, visit.session.staff
    if visit.strikes("half"):
        store.add_half(procedure, draft, staff, now)
        return visit.office.pages.trouble(Trouble.ERROR)
    answer = visit.page(
        "done.html", procedure=procedure, number=store.add(procedure, draft, staff, now)
    )
    answer.headers[WRITTEN] = "1"
    return answer


def _refusal(visit: Visit, procedure: Procedure, draft: Draft) -> str:
    """Why it cannot be registered now, though all that was typed is right."""
    sky = visit.office.sky
    if sky.is_locked(visit.path, procedure.form, *named(procedure, draft)):
        return f"{LOCKED}(E0951)"
    token = visit.posted.get(TOKEN)
    if sky.weather.token and not visit.session.takes_token(procedure.code, token):
        sky.count("token", visit.path)
        return f"{TWICE}(E0903)"
    return ""


def _screen(visit: Visit, procedure: Procedure, number: int, messages: list[str]) -> Response:
    draft = visit.session.drafts[procedure.code]
    if number > len(procedure.steps):
        token = visit.session.new_token(procedure.code)
        return visit.page(
            "confirm.html", procedure=procedure, number=number, draft=draft, token=token
        )
    has_popup = any(item.kind is Kind.ADDRESS for item in procedure.steps[number - 1].items)
    return visit.page(
        "entry.html",
        procedure=procedure,
        step=procedure.steps[number - 1],
        number=number,
        draft=draft,
        messages=messages,
        popup_blocked=has_popup and visit.strikes("popup_blocked"),
    )
