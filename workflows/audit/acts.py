"""What is written into the audit log. A new kind of deed gets a line and a title here."""

from collections.abc import Mapping
from enum import StrEnum


class Act(StrEnum):
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    OPENED = "opened"  # a record was looked at
    PICTURE_SEEN = "picture_seen"
    REVEALED = "revealed"  # a private value or an unmasked page
    ANSWERED = "answered"  # a field was accepted or corrected
    APPROVED = "approved"  # what is entered; who answered the question before it
    MOVED = "moved"  # confirmed, held, sent back, other form, reopened
    UPLOADED = "uploaded"
    SEPARATED = "separated"  # a separator sheet was made or printed
    EXPORTED = "exported"
    FORM_SAVED = "form_saved"
    FORM_TRIED = "form_tried"  # a filled paper was read in the template editor
    SETTING_CHANGED = "setting_changed"
    COSTS_CHANGED = "costs_changed"  # costs, their documents, 財政力指数, locked years
    DELETED = "deleted"  # its time was over
    BACKED_UP = "backed_up"
    RESTORED = "restored"  # from a backup; what came after it is not here
    KEYS = "keys"  # encryption: sealed, rotated, keys taken out or put back
    LOG_BROKEN = "log_broken"  # written by the log itself where it finds its end missing


TITLES: Mapping[Act, str] = {
    Act.SIGNED_IN: "サインイン",
    Act.SIGN_IN_REFUSED: "サインインの拒否",
    Act.SIGNED_OUT: "サインアウト",
    Act.ACCOUNT_CHANGED: "アカウントの変更",
    Act.OPENED: "記録の閲覧",
    Act.PICTURE_SEEN: "画像の閲覧",
    Act.REVEALED: "非表示の値の表示",
    Act.ANSWERED: "項目の確認・訂正",
    Act.APPROVED: "入力の承認・見送り",
    Act.MOVED: "状態の変更",
    Act.UPLOADED: "書類の登録",
    Act.SEPARATED: "仕切り紙の作成",
    Act.EXPORTED: "書き出し",
    Act.FORM_SAVED: "様式の保存",
    Act.FORM_TRIED: "様式の試し読み",
    Act.SETTING_CHANGED: "設定の変更",
    Act.COSTS_CHANGED: "費用の変更",
    Act.DELETED: "保存期限による削除",
    Act.BACKED_UP: "控えの作成",
    Act.RESTORED: "控えからの復元",
    Act.KEYS: "暗号化と鍵",
    Act.LOG_BROKEN: "監査ログの異常",
}
