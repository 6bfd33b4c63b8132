"""`/alike`: readings that should look the same, many at a time; the wrong ones are marked."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from forms.form import FieldType
from review.problems import BadRequest
from review.room import Acting, InRoom, Reviewer
from review.shown import alike as shown
from review.templating import page
from workflows.accounts import Account
from workflows.alike import Decision, Group, Key, Shown
from workflows.alike.desk import Alike
from workflows.audit import Act
from workflows.clock import day_of
from workflows.reviewing.missing import Missing

MOST = 300  # items of one decision
NOTHING = Shown((), 0)
router = APIRouter()


class Decided(BaseModel):
    """`items`: keys of all that was shown and seen; `wrong`: those of them that were marked."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=MOST)]
    wrong: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=MOST)]
    seconds: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 0.0
    confirm: bool = False


class NoSuchGroup(Missing):
    def __init__(self) -> None:
        super().__init__("その項目はありません。")


def group_of(
    form: str = "", field: str = "", type: str = "",  # noqa: A002
    figure: str | None = None, accepted: str = "", day: str = "",
) -> Group:  # fmt: skip
    """Raises BadRequest, and NoSuchGroup where nothing is named."""
    if type and type not in list(FieldType):
        raise BadRequest("項目の種類がありません。")
    if not type and not (form and field):
        raise NoSuchGroup
    if figure is not None and not (len(figure) == 1 and figure.isdecimal()):
        raise BadRequest("数字を 1 文字選んでください。")
    kind = FieldType(type) if type else None
    return Group(form, field, kind, None, figure, bool(accepted), _day(day))


Skip = Annotated[int, Query(ge=0, le=100_000)]
Grouped = Annotated[Group, Depends(group_of)]


@router.get("/alike")
def show(request: Request, room: InRoom, person: Reviewer, day: str = "") -> Response:
    chosen = _day(day)
    heaps = room.alike.heaps(person, chosen)
    values = {
        "day": chosen.isoformat() if chosen else "",
        "waiting": shown.waiting(heaps, chosen),
        "types": shown.by_type(heaps, chosen),
    }
    return page(request, "alike/alike.html", values)


@router.get("/alike/field")
def narrow(request: Request, room: InRoom, person: Reviewer, group: Grouped) -> Response:
    """By value or by figure."""
    fields = room.alike.fields(group, person.scope)
    if not fields:
        raise NoSuchGroup
    told = f"alike values form={group.form or '*'} field={group.field or group.type}"
    room.audit.note(person.name, Act.OPENED, what=told)
    values = {
        "title": _title(group, room.alike, person),
        "group": group,
        "all": f"/alike/grid?{shown.query(group)}",
        "switched": f"/alike/field?{shown.query(_switched(group))}",
        "values": shown.values(
            group, room.alike.values(group, person), fields.values(), room.alike.name_of
        ),
        "figures": shown.figures(group, room.alike.figures(group, person)),
    }
    return page(request, "alike/field.html", values)


@router.get("/alike/grid")
def grid(
    request: Request, room: InRoom, person: Reviewer, group: Grouped, value: str = "",
    skip: Skip = 0,
) -> Response:  # fmt: skip
    """`value`: the name of one. `skip`: items at the beginning whose pictures did not come."""
    fields = room.alike.fields(group, person.scope)
    if not fields:
        raise NoSuchGroup
    shape = shown.shape(group, fields.values())
    wanted = room.alike.of_value(group, value, person) if value else group
    found = room.alike.items(wanted, person, 2 * shape.size, skip) if wanted else NOTHING
    here, next_ = found.first(shape.size)
    room.alike.note_seen((*here, *next_), person)  # whose pictures are fetched ahead
    values: dict[str, Any] = {
        "title": _title(group, room.alike, person),
        "group": wanted or group,
        "shape": shape,
        "pieces": [shown.piece(item) for item in here],
        "coming": [shown.piece(item).picture for item in next_],
        "count": max(0, found.count - skip),
        "skip": skip,
        "back": f"/alike/field?{shown.query(replace(group, figure=None))}",
        "here": f"/alike/grid?{shown.query(group, value)}",
    }
    return page(request, "alike/grid.html", values)


@router.post("/alike/settle")
def settle(room: InRoom, person: Acting, said: Decided) -> JSONResponse:
    """Accept what was seen and not marked; the page goes on with what is left."""
    items, wrong = _keys(said.items), set(_keys(said.wrong))
    decision = Decision(
        tuple(key for key in items if key not in wrong), tuple(wrong), said.seconds
    )  # fmt: skip
    outcome = room.alike.settle(decision, person, confirm=said.confirm)
    return JSONResponse(
        {
            "accepted": outcome.accepted, "partly": outcome.partly, "marked": outcome.marked,
            "skipped": outcome.skipped, "confirmed": outcome.confirmed,
        }
    )  # fmt: skip


@router.get("/records/{record_id}/fields/{field_id}/crop")
def crop(
    room: InRoom, person: Reviewer, record_id: int, field_id: str, figure: int | None = None
) -> Response:
    """A field as it is on the paper, or one of its figures. Never a private one."""
    view, box, hidden = room.alike.place(record_id, field_id, figure)
    picture = room.crops.of(view.image, box, hidden)
    room.alike.note_crop(record_id, field_id, person)
    return Response(picture, media_type="image/jpeg")


def _keys(texts: list[str]) -> list[Key]:
    """Raises BadRequest."""
    keys = [Key.of(text) for text in texts]
    if None in keys:
        raise BadRequest("送られた内容を読めませんでした。", advice="画面を開き直してください。")
    return [key for key in keys if key is not None]


def _day(text: str) -> date | None:
    try:
        return day_of(text) if text else None
    except ValueError as error:
        raise BadRequest("日付を読めません。", advice="受付日を選び直してください。") from error


def _switched(group: Group) -> Group:
    return replace(group, figure=None, accepted=not group.accepted)


def _title(group: Group, alike: Alike, person: Account) -> str:
    if group.type is not None:
        return f"{shown.TYPES[group.type]}（すべての様式）"
    field = next(iter(alike.fields(group, person.scope).values()))
    return f"{alike.form_title(group.form)} {field.label}"
