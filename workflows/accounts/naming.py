"""What a login and a name may be."""

import re
import unicodedata

from workflows.accounts.problems import BadAccount

MAX_NAME, MAX_LOGIN = 40, 64
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def login_key(text: str) -> str:
    """The login as it is kept: lower case, whatever width it was typed in."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def checked_login(text: str) -> str:
    """Raises BadAccount."""
    login = login_key(text)
    if not _LOGIN.fullmatch(login):
        raise BadAccount(
            "ログイン名に使えない文字があるか、長さが合いません。",
            advice="半角の英数字と . _ @ - で、2〜64 文字にしてください。",
        )
    return login


def checked_name(text: str) -> str:
    """The name trimmed. Raises BadAccount where it is none."""
    name = " ".join(text.split())
    if not name:
        raise BadAccount("名前が空です。", advice="だれか分かる名前を入力してください。")
    if len(name) > MAX_NAME:
        raise BadAccount(f"名前は {MAX_NAME} 文字までです。")
    if any(unicodedata.category(ch)[0] == "C" or ch in ":<>" for ch in name):
        raise BadAccount("名前に使えない文字があります。")
    return name


def name_key(name: str) -> str:
    """The same for names that nobody tells apart on a screen."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def checked_department(text: str) -> str:
    """Raises BadAccount."""
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME or any(unicodedata.category(c)[0] == "C" for c in name):
        raise BadAccount("部署の名前が正しくありません。", advice=f"{MAX_NAME} 文字までです。")
    return name
