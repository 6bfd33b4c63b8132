"""Every error that a person may see, as one tree.

UtsushiError
├─ SetupError        before any work
│  ├─ MissingModel       recognition weights are not installed
│  ├─ MissingBrowser     no Chromium on this machine
│  ├─ MissingSecret      a credential is named but not given
│  └─ BadDeclaration     a YAML file with a mistake (file, line, key, fix)
├─ PaperError        this paper                                    → held, with its image
│  ├─ UnreadableFile     empty, broken, encrypted, too large
│  │  └─ VanishedFile    gone before it could be copied
│  ├─ UnknownForm        none of the declared forms
│  │  └─ EmptyPage          nothing stands on it
│  ├─ Misaligned         the form, but not where its fields should be
│  └─ DuplicateDocument  the same bytes were taken before
├─ DoubtError        this value                                    → review
│  ├─ Unreadable         the text is no value of its type
│  └─ RuleBroken         a value, but it cannot be true
├─ StoreError        the store refuses
│  ├─ StoreAway          it cannot be reached just now          → retry
│  └─ IllegalTransition  a state change that the table does not have
└─ TargetError       the target system
   ├─ NotReady           before the committing click               → retry
   ├─ Rejected           it said no; its words are kept            → a person
   ├─ Different          it is there already, with other values    → a person
   └─ Unconfirmed        after the click, result not seen          → find, else a person
      └─ AcceptedUnseen      it said yes, and does not show it     → find, else a person

The message is a Japanese sentence saying what happened and where; `advice` says what to do next.
`exit_code` is what the command line ends with; `retry` says whether the same call may be repeated.
"""

from typing import ClassVar


class UtsushiError(Exception):
    """Base of the tree. `message` and `advice` are Japanese and hold no personal data."""

    exit_code: ClassVar[int] = 1
    retry: ClassVar[bool] = False
    default_advice: ClassVar[str] = "情報主管課の担当者に連絡してください。"

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice if advice is not None else self.default_advice

    @property
    def code(self) -> str:
        """Short stable name for logs and the store, e.g. `UnknownForm`."""
        return type(self).__name__


class SetupError(UtsushiError):
    exit_code = 3
    default_advice = "設定を直してから、もう一度実行してください。"


class MissingModel(SetupError):
    default_advice = "「utsushi models install」で文字認識の重みを入れてください。"


class MissingBrowser(SetupError):
    default_advice = (
        "Chromium を入れてください (Debian/Ubuntu: apt-get install chromium)。"
        "別の場所にある場合は UTSUSHI_CHROMIUM に実行ファイルを指定します。"
    )


class MissingSecret(SetupError):
    default_advice = "資格情報を環境変数などで渡してください。YAML には書かないでください。"


class BadDeclaration(SetupError):
    """A declaration file with a mistake. `line` counts from 1; 0 when no line can be named."""

    def __init__(self, file: str, line: int, key: str, problem: str, fix: str = "") -> None:
        where = f"{file} の {line} 行目" if line else file
        at = f"「{key}」: " if key else ""
        super().__init__(f"{where} {at}{problem}", advice=fix or "定義ファイルを直してください。")
        self.file, self.line, self.key = file, line, key
        self.problem, self.fix = problem, fix


class PaperError(UtsushiError):
    exit_code = 4
    default_advice = "原本を確かめて、スキャンし直してください。"


class UnreadableFile(PaperError):
    pass


class VanishedFile(UnreadableFile):
    default_advice = (
        "ファイルが移動・削除されました。必要なら、もう一度受付フォルダに入れてください。"
    )


class UnknownForm(PaperError):
    default_advice = (
        "様式を確かめてください。新しい様式なら、情報主管課に様式の登録を依頼してください。"
    )


class EmptyPage(UnknownForm):
    default_advice = (
        "裏面や白紙なら何もする必要はありません。薄い場合は濃くスキャンし直してください。"
    )


class Misaligned(PaperError):
    default_advice = "紙の折れ・欠け・ずれがないか確かめて、スキャンし直してください。"


class DuplicateDocument(PaperError):
    default_advice = "同じ書類は受付済みです。二重には入力しません。何もする必要はありません。"


class DoubtError(UtsushiError):
    exit_code = 5
    default_advice = "画像を見て、正しい値を入力してください。"


class Unreadable(DoubtError):
    pass


class RuleBroken(DoubtError):
    pass


class StoreError(UtsushiError):
    exit_code = 6


class StoreAway(StoreError):
    """Nothing is known to be wrong with what was asked: when it is back, it may be asked again."""

    retry = True


class IllegalTransition(StoreError):
    pass


class TargetError(UtsushiError):
    exit_code = 7
    default_advice = "業務システムの画面を確かめてください。"


class NotReady(TargetError):
    retry = True
    default_advice = "業務システムが使えるようになったら、自動でもう一度試します。"


class Rejected(TargetError):
    default_advice = "業務システムの返した理由を確かめて、記録を直してください。"


class Different(TargetError):
    default_advice = "同じ申請が別の内容で入力されています。どちらが正しいか確かめてください。"


class Unconfirmed(TargetError):
    default_advice = (
        "登録されたかどうか確認できていません。再入力せずに、業務システムで検索してください。"
    )


class AcceptedUnseen(Unconfirmed):
    """It is never entered again without a person: the target may show it late."""
