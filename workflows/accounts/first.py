"""The very first account: made on a page, with a code that stands on the server's console only.

The code follows from the installation's key, so that every process of ours tells the same one and
nothing is kept. It is worth nothing once there is an account.
"""

import base64
import hmac
from pathlib import Path

from workflows.accounts.problems import NotLetIn
from workflows.keys import derived, installation_key
from workflows.settings import Settings

_GROUPS, _GROUP = 4, 4  # 80 bits


def setup_code(home: Path) -> str:
    """XXXX-XXXX-XXXX-XXXX, without 0, 1, 8 and 9."""
    raw = derived(installation_key(home), "first account")
    text = base64.b32encode(raw).decode("ascii")[: _GROUPS * _GROUP]
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))


def tell_setup_code(settings: Settings, address: str) -> None:
    """On the console, and nowhere else. `address` ends with `/`."""
    print(
        f"アカウントがまだありません。{address}setup を開き、次のコードで最初のアカウントを"
        f"作ってください。\n設定用のコード: {setup_code(settings.home_path)}",
        flush=True,
    )


def check_code(home: Path, typed: str) -> None:
    """Raises NotLetIn. Case, hyphens and blanks do not matter."""
    said = "".join(ch for ch in typed.upper() if ch.isascii() and ch.isalnum())
    wanted = setup_code(home).replace("-", "")
    if not hmac.compare_digest(said.encode(), wanted.encode()):
        raise WrongCode


class WrongCode(NotLetIn):
    default_advice = "サーバーの画面 (utsushi up の表示) のコードを確かめてください。"

    def __init__(self) -> None:
        super(NotLetIn, self).__init__("設定用のコードが違います。")
