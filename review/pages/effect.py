"""`/measures/effect` 「年度の効果」: what a fiscal year brought, losses first, and the figures that
it is worked out with."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from review.navigation import measures_for
from review.problems import BadRequest, Forbidden
from review.room import InRoom, Room, Signed, needs
from review.shown import effect as shown
from review.templating import page
from workflows.accounts import Account, Right
from workflows.clock import TOKYO, day_of, tokyo_month
from workflows.effect import Kind
from workflows.effect.pictures import pictures_of
from workflows.fiscal import FiscalYear
from workflows.reviewing.overview import Missing

HOME = "/measures/effect"
router = APIRouter()
CostReader = Annotated[Account, Depends(needs(Right.READ_COSTS))]
CostKeeper = Annotated[Account, Depends(needs(Right.KEEP_COSTS))]
Short = Annotated[str, Form(max_length=20)]
Text = Annotated[str, Form(max_length=500)]


@router.get(HOME)
def show(
    request: Request,
    room: InRoom,
    person: CostReader,
    year: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    chosen = FiscalYear.parse(year) if year else room.effects.this_year
    return page(request, "effect/effect.html", _values(room, person, chosen))


@router.post(f"{HOME}/baselines")
def add_baseline(
    room: InRoom, session: Signed, person: CostKeeper,
    kind: Short = "", form: Annotated[str, Form(max_length=64)] = "", day: Short = "",
    records: Short = "", minutes: Short = "", seconds: Short = "", people: Short = "",
    note: Text = "", year: Short = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """How long typing takes by hand: timed, or thought."""
    room.check_token(session, token)
    _check_form(room, person, form)
    spent = _whole(minutes or "0", "分") * 60 + _whole(seconds or "0", "秒")
    keeper = room.effects.baselines
    if kind == Kind.MEASURED:
        keeper.measure(
            form, _day(day), records=_whole(records, "件数"), seconds=spent,
            people=_whole(people, "人数"), note=note, by=person.name,
        )  # fmt: skip
    elif kind == Kind.ESTIMATED:
        keeper.estimate(form, seconds=spent, note=note, by=person.name)
    else:
        raise BadRequest("計測か見積りかを選んでください。")
    return _back(year)


@router.post(f"{HOME}/baselines/{{baseline_id}}/strike")
def strike(
    room: InRoom, session: Signed, person: CostKeeper, baseline_id: int,
    because: Text = "", year: Short = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """It holds no more; it stays in the list."""
    room.check_token(session, token)
    found = (e for e in room.effects.baselines.all() if e.id == baseline_id)
    baseline = next(found, None)
    if baseline is None:
        raise Missing("その手入力の時間はありません。")
    _check_form(room, person, baseline.form)
    room.effects.baselines.strike(baseline_id, because=because, by=person.name)
    return _back(year)


@router.post(f"{HOME}/rate")
def set_rate(
    room: InRoom, session: Signed, person: CostKeeper,
    year: Short = "", yen: Short = "", source: Text = "", token: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """What an hour costs; it holds for the whole office."""
    room.check_token(session, token)
    if person.scope.departments is not None:
        raise Forbidden
    chosen = FiscalYear.parse(year)
    room.effects.baselines.set_rate(chosen, _whole(yen, "円"), source=source, by=person.name)
    return _back(year)


def _values(room: Room, person: Account, year: FiscalYear) -> dict[str, Any]:
    catalogue = room.layouts.catalogue
    effect = room.effects.of(year, person.scope)
    titles = shown.forms(catalogue, person.scope)
    return {
        "tabs": measures_for(person),
        "year": year,
        "years": sorted({year, *room.effects.years()}, reverse=True),
        "facts": shown.facts(effect, _costs(room, person, year)),
        "losses": shown.losses(effect),
        "work": shown.by_work(effect, titles),
        "forms": shown.by_form(effect),
        "departments": shown.by_department(effect),
        "pictures": pictures_of(effect, tokyo_month(room.clock())),
        "under_way": effect.total.under_way,
        "method": effect.method.split("\n"),
        "rate": room.effects.baselines.rate(year),
        "baselines": shown.baselines(room.effects.baselines.all(), catalogue, person.scope),
        "choices": titles,
        "strangers": shown.strangers(catalogue, person.scope),
        "may_keep": person.may(Right.KEEP_COSTS),
        "may_set_rate": person.may(Right.KEEP_COSTS) and person.scope.departments is None,
        "today": room.clock().astimezone(TOKYO).date(),
    }


def _costs(room: Room, person: Account, year: FiscalYear) -> int:
    """Yen of our own part, of the departments that the person sees."""
    lines = room.ledger.items(year, scope=person.scope)
    return sum(line.own_amount for line in lines)


def _check_form(room: Room, person: Account, form: str) -> None:
    """Raises Missing for a form that the person does not see."""
    if form not in shown.forms(room.layouts.catalogue, person.scope):
        raise Missing("その様式はありません。")


def _whole(text: str, name: str) -> int:
    """Also with commas and in full width. Raises BadRequest."""
    bare = text.strip().replace(",", "").replace("，", "")
    if not bare.isdecimal() or len(bare) > 9:
        raise BadRequest(f"{name}は数字で入力してください。")
    return int(bare)


def _day(text: str) -> date:
    """Raises BadRequest."""
    try:
        return day_of(text)
    except ValueError as error:
        raise BadRequest("計測した日を入力してください。") from error


def _back(year: str) -> Response:
    """To the page of the same year. Raises SetupError."""
    begins = FiscalYear.parse(year).begins if year else ""
    return RedirectResponse(f"{HOME}?year={begins}#baselines" if year else HOME, 303)
