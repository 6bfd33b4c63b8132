"""`/records/{id}/history`: from arrival to receipt, for reading."""

from fastapi import APIRouter, Request, Response

from review.room import InRoom, Reader
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
EVIDENCE = {
    "before": "登録する前の画面",
    "after": "登録した後の画面",
    "verified": "照会して確かめた画面",
    "found": "登録済みだった画面",
    "different": "別の内容で登録されていた画面",
    "rejected": "断られたときの画面",
    "unconfirmed": "結果が分からなかったときの画面",
    "stopped": "登録する前に止まった画面",
    "download": "業務システムから受け取ったファイル",
}
CONDITIONS = {
    "intact": "保存したときのまま",
    "changed": "保存した後に変わっています。証拠になりません",
    "missing": "ファイルがありません",
}


@router.get("/records/{record_id}/history")
def show(request: Request, room: InRoom, _person: Reader, record_id: int) -> Response:
    history = room.histories.of(record_id)
    values = {
        "history": history,
        "can_open": history.state is State.DOUBTED,
        "kinds": KINDS,
        "answers": ANSWERS,
        "outcomes": OUTCOMES,
        "evidence": EVIDENCE,
        "conditions": CONDITIONS,
    }
    return page(request, "history.html", values)
