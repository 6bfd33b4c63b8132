"""Reasons and next steps for the supervisor's pages, by their code: never the words that stand
on the record, which may quote a paper, a person or the target system."""

from collections.abc import Mapping

from workflows.store.states import State

REASONS: Mapping[str, str] = {
    "UnreadableFile": "ファイルを開けない・壊れている",
    "VanishedFile": "写しを取る前にファイルがなくなった",
    "UnknownForm": "登録されている様式のどれでもない",
    "EmptyPage": "白紙",
    "StackDiffers": "束が仕切り紙と合わない",
    "ForeignInStack": "別の様式の束に混ざっていた",
    "SheetSettled": "紙の束を人が確かめた",
    "StackSeenBefore": "同じ仕切り紙の束が前に届いている",
    "ForeignSeparator": "ここで作ったものではない仕切り紙",
    "OnlySeparators": "仕切り紙だけで申請書がない",
    "Misaligned": "様式の枠と合わない (折れ・欠け・ずれ)",
    "DuplicateDocument": "同じ書類を受け付け済み",
    "ReadingStopped": "読み取りの途中で何度も処理が止まった",
    "Unexpected": "読み取り中に予期しない問題が起きた",
    "HeldByPerson": "担当者が保留にした",
    "SentBack": "担当者が差し戻した",
    "NeedsPerson": "照会しても見つからず、人が確かめるのを待っている",
    "TwinUnderWay": "同じ内容の記録の結果を確かめている",
    "SampleDiffers": "抜き取りの確認で違いが見つかった",
    "NotReady": "業務システムが使えなかった",
    "LoggedOut": "業務システムからログアウトされていた",
    "Gone": "業務システムの画面が閉じた",
    "NotFound": "業務システムの画面に目当ての場所がない",
    "Rejected": "業務システムが受け付けなかった",
    "Different": "別の内容で登録済み",
    "Unconfirmed": "登録されたか確認できていない",
    "AcceptedUnseen": "受け付けられたが、照会で見つからない",
    "RuleBroken": "値が決まりに合わない",
    "Unreadable": "値を読み取れない",
    "SetupError": "設定に問題がある",
    "BadDeclaration": "定義ファイルに誤りがある",
    "MissingSecret": "資格情報がない",
    "MissingBrowser": "ブラウザーがない",
    "MissingModel": "文字認識の重みがない",
    "SameApplication": "同じ内容の申請を受け付け済み",
    "ReferenceAgain": "同じ番号で別の内容の申請を受け付け済み",
    "Incomplete": "添付ファイルが届いていない",
    "StrayFiles": "どの申請のものか分からないファイル",
}
OTHER = "記録の「経過」を見てください"

NEXT: Mapping[State, str] = {
    State.RECEIVED: "次の取込で読み取ります。何もする必要はありません。",
    State.READING: "読み取りが続いています。何もする必要はありません。",
    State.DOUBTED: "確認画面で、値を確かめます。",
    State.READY: "次の入力で登録します (承認を求める設定なら、承認の後)。",
    State.SUBMITTING: "登録の途中です。途中で止まったものは、再照合で確かめます。",
    State.VERIFIED: "登録を照会で確かめました。何もする必要はありません。",
    State.DUPLICATE: "受け付け済みの書類です。二重には入力しません。",
    State.HELD: "「経過」で理由を確かめ、スキャンし直すか、読み直すか、人が入力します。",
    State.RETURNED: "差戻し先からの返事を待ちます。",
    State.REJECTED: "「経過」で業務システムの言葉を確かめ、記録を直します。",
    State.SETTLED: "人が紙の束を確かめました。何もする必要はありません。",
    State.UNCONFIRMED: "再入力はせず、再照合を待つか、業務システムで検索して確かめます。",
}


def reason_in_words(code: str | None) -> str:
    """Empty where there is no reason."""
    return REASONS.get(code, OTHER) if code else ""
