"""What goes wrong at the door and in the book of accounts.

UtsushiError
└─ AccountError
   ├─ BadAccount     a login, a name, a department or a role that cannot be
   │  └─ BadPassword     too short, too common
   ├─ NoSuchAccount
   ├─ LastKeeper     nobody would be left to keep the accounts, or one would shut oneself out
   └─ NotLetIn       login and password do not go together; never says which
      └─ TooManyTries    wait first; the same whether there is such a login or not
"""

from forms.errors import UtsushiError


class AccountError(UtsushiError):
    exit_code = 2
    default_advice = "入力を確かめて、もう一度操作してください。"


class BadAccount(AccountError):
    pass


class BadPassword(BadAccount):
    default_advice = "ほかの言葉を組み合わせた、長いパスワードにしてください。"


class NoSuchAccount(AccountError):
    default_advice = "アカウントの一覧で、ログイン名を確かめてください。"

    def __init__(self, login: str) -> None:
        super().__init__(f"アカウント「{login}」はありません。")


class LastKeeper(AccountError):
    default_advice = "ほかの情報担当のアカウントから操作してください。"


class NotLetIn(AccountError):
    default_advice = "大文字・小文字と、かな入力になっていないかを確かめてください。"

    def __init__(self) -> None:
        super().__init__("ログイン名かパスワードが違います。")


class TooManyTries(NotLetIn):
    default_advice = "急ぐときは、情報担当に解除を頼んでください。"

    def __init__(self, seconds: float) -> None:
        minutes = max(1, -(-int(seconds) // 60))
        super(NotLetIn, self).__init__(
            f"続けて間違えたため、サインインを止めています。{minutes} 分ほど待ってください。"
        )
        self.seconds = seconds
