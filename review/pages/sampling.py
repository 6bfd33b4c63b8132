"""`/sampling`: how often what passes by itself is wrong, the rates, and what must be corrected."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from forms.errors import Unreadable
from review.pages.second import Said, noted, place_of
from review.problems import BadRequest
from review.room import Acting, InRoom, Reviewer, Signed, needs
from review.shown import second as shown
from review.shown.sampling import lines
from review.templating import page
from workflows.accounts import Account, Right
from workflows.audit import Act
from workflows.second_looks.samples import Flagged
from workflows.second_looks.stages import Purpose
from workflows.second_looks.tasks import NoSuchTask

FLAG = "/sampling/flags/{task_id}"
Supervisor = Annotated[Account, Depends(needs(Right.SUPERVISE))]
router = APIRouter()


@router.get("/sampling")
def show(request: Request, room: InRoom, person: Reviewer) -> Response:
    sampling = room.second.sampling
    rates = sampling.rates(person.scope)
    left = room.second.blind.left(Purpose.SAMPLE, person)
    values = {
        "left": left,
        "how_many": shown.how_many(left),
        "flagged": room.second.samples.flagged(person),
        "lines": lines(sampling.silent(person.scope), {each.form: each.title for each in rates}),
        "rates": rates,
        "can_set": person.may(Right.SUPERVISE),
    }
    return page(request, "second/sampling.html", values)


@router.post("/sampling/rates")
def set_rate(
    room: InRoom,
    session: Signed,
    person: Supervisor,
    form: Annotated[str, Form(max_length=64)] = "",
    percent: Annotated[str, Form(max_length=20)] = "",
    holding: Annotated[bool, Form()] = False,
    token: Annotated[str, Form()] = "",
) -> Response:
    """From now on; what was drawn stays drawn."""
    room.check_token(session, token)
    share = _share(percent)
    room.second.sampling.set_rate(person, form, share, holding=holding)
    what = f"sampling form={form or '*'} share={_word(share)} holding={holding}"
    room.audit.note(person.name, Act.SETTING_CHANGED, what=what)
    return RedirectResponse("/sampling", 303)


@router.get(FLAG)
def open_flag(request: Request, room: InRoom, person: Reviewer, task_id: int) -> Response:
    """One difference of an entered record, to say who is right."""
    flag = _flag(room.second.samples.flagged(person), task_id)
    noted(room, person, flag.task, "flag")
    url = f"/sampling/flags/{task_id}"
    values = {
        "title": "登録済みの記録の食い違い",
        "home": "/sampling",
        "url": "/sampling/flags",
        "can_skip": False,
        "task": shown.show_task(flag.task, url, shown.choices_in(flag)),
        "left": 1,
    }
    return page(request, "second/work.html", values)


@router.post(FLAG)
def settle(room: InRoom, person: Acting, task_id: int, said: Said) -> JSONResponse:
    if said.text is None:
        raise Unreadable("値が選ばれていません。")
    flag = _flag(room.second.samples.flagged(person), task_id)
    stage = room.second.samples.settle(task_id, person, said.text, said.seconds)
    room.audit.note(
        person.name, Act.ANSWERED, record=flag.task.record_id, field=flag.task.field.id,
        what=f"sample={stage}",
    )  # fmt: skip
    return JSONResponse({"task": None, "left": 0})


@router.get(FLAG + "/picture")
def picture(room: InRoom, person: Reviewer, task_id: int) -> Response:
    return place_of(room.second.samples.picture(task_id, person))


@router.post(FLAG + "/corrected")
def corrected(
    room: InRoom,
    session: Signed,
    person: Reviewer,
    task_id: int,
    token: Annotated[str, Form()] = "",
) -> Response:
    """The entry in the target system has been corrected by hand."""
    room.check_token(session, token)
    task = room.second.samples.picture(task_id, person)
    room.second.samples.corrected(task_id, person)
    room.audit.note(
        person.name, Act.ANSWERED, record=task.record_id, field=task.field.id, what="corrected"
    )
    return RedirectResponse("/sampling", 303)


def _flag(flagged: tuple[Flagged, ...], task_id: int) -> Flagged:
    for each in flagged:
        if each.task.id == task_id and each.is_wrong is None:
            return each
    raise NoSuchTask


def _word(share: float | None) -> str:
    return "others" if share is None else f"{share:g}"


def _share(percent: str) -> float | None:
    """None where nothing is given: as that of all others."""
    if not percent.strip():
        return None
    try:
        return round(float(percent.strip().replace("％", "").replace("%", "")) / 100, 6)
    except ValueError as error:
        raise BadRequest(
            "抜き取りの割合を読めません。", advice="1 や 0.5 のように、% で入力してください。"
        ) from error
