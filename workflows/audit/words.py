"""The codes of the audit log in the words of the office. What is not known stays as it is."""

from collections.abc import Mapping

from workflows.accounts import TITLES as ROLES
from workflows.store.states import TITLES as STATES

_ROLES = {role.value: title for role, title in ROLES.items()}
_WORDS: Mapping[str, str] = {
    **{state.value: title for state, title in STATES.items()},
    "added": "追加", "locked": "停止", "unlocked": "停止の解除", "login": "ログイン名",
    "role": "役割", "departments": "部署", "password": "パスワード", "via": "入り方",
    "why": "理由", "proxy": "庁内の認証 (プロキシ)", "oidc": "庁内の認証 (OIDC)",
    "reset": "作り直し", "changed": "変更",
    "page": "ページ", "small": "縮小", "evidence": "証跡", "history": "経過", "slip": "差戻し票",
    "accepted": "確かめた", "corrected": "直した", "confirmed": "確定", "restarted": "やり直し",
    "reread": "別の様式で読み直し", "read_again": "読み直し", "form": "様式", "by": "だれが",
    "hand": "手で確定", "document": "書類", "bytes": "バイト数", "alike": "まとめて確認",
    "double": "二人入力", "sample": "抜き取り", "sampling": "抜き取り", "share": "割合",
    "holding": "待たせる", "third": "三人目", "audit": "監査ログ", "layout": "レイアウト",
    "golden": "見本", "bench": "編集", "records": "記録", "taken": "受け取り", "sha256": "SHA-256",
    "export": "書き出し", "private": "表示した項目", "lines": "行", "first": "一人目",
    "second": "二人目",
    "difference": "食い違い", "differs": "食い違い", "flag": "要訂正", "open": "入力",
    "settled": "決定", "same": "同じ", "right": "読み取りが正しい", "wrong": "読み取りの誤り",
    "baseline": "手入力の時間", "measured": "計測", "estimated": "見積り", "struck": "取り消し",
    "seconds": "秒", "hourly_rate": "時間単価", "year": "年度", "report": "月次報告", "month": "月",
    "cost": "費用", "costs": "費用", "struck_out": "抹消", "restored": "抹消の取り消し",
    "attached": "書類の添付", "detached": "書類を外した", "strength": "財政力指数",
    "year_locked": "年度の確定", "year_unlocked": "確定の解除",
    "backup": "控え", "files": "ファイル", "findings": "異常", "keys": "鍵", "pruned": "控えの整理",
    "rule": "保存期間", "completed": "完結", "until": "期限", "gone": "削除済み",
    "first_day": "はじめの日", "last_day": "おわりの日",
    "seal": "暗号化", "rotate": "鍵の取り替え", "import": "鍵を戻した", "original": "原本",
    "broken": "開けないもの", "rows": "行",
    "unread": "読めない", "marked": "誤りの印", "others": "共通", "True": "はい", "False": "いいえ",
}  # fmt: skip


def in_words(what: str) -> str:
    """`login=sato role=clerk` → ログイン名: sato、役割: 職員."""
    return "、".join(_said(part) for part in what.split(" ") if part)


def _said(part: str) -> str:
    name, is_pair, value = part.partition("=")
    if not is_pair:
        return _WORDS.get(name, name)
    if name == "departments" and value == "*":
        return "部署: 全部署"
    told = _ROLES.get(value, value) if name == "role" else _WORDS.get(value, value)
    return f"{_WORDS.get(name, name)}: {told}"
