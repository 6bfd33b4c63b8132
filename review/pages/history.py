"""`/records/{id}/history`: from arrival to receipt, for reading."""

from fastapi import APIRouter, Request, Response

from review.room import InRoom, Person
from review.templating import page
from workflows.store.states import State

router = APIRouter()
KINDS = {"put_in": "登録", "find": "照会"}
ANSWERS = {"accepted": "確かめた", "corrected": "直した"}
OUTCOMES = {
    "verified": "登録を確認",
    "existing": "登録済みだった",
    "NotReady": "業務システムの準備待ち",
    "Rejected": "差し戻された",
    "Different": "別の内容で登録済み",
    "Unconfirmed": "結果が未確認",
}
EVIDENCE = {"before": "登録前の画面", "after": "登録後の画面", "rejected": "差し戻しの画面"}


@router.get("/records/{record_id}/history")
def show(request: Request, room: InRoom, person: Person, record_id: int) -> Response:
    history = room.histories.of(record_id)
    values = {
        "history": history,
        "can_open": history.state is State.DOUBTED,
        "kinds": KINDS,
        "answers": ANSWERS,
        "outcomes": OUTCOMES,
        "evidence": EVIDENCE,
    }
    return page(request, "history.html", values)
