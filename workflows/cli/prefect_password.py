"""`utsushi prefect password`, and what `up` says of signing in."""

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.audit import Act
from workflows.cli.accounts import console_user
from workflows.prefect import password as prefect_password
from workflows.prefect.env import running_port
from workflows.settings import Settings


def show_password(*, do_renew: bool) -> None:
    """Print what a person types on the sign-in page. Raises SetupError."""
    settings = Settings.load()
    if not do_renew:
        print(prefect_password.sign_in_word(settings))
        return
    if running_port(settings) is not None:
        raise SetupError(
            "Prefect のサーバーが動いている間は、パスワードを変えられません。",
            advice="「utsushi up」を止めてから変えてください。",
        )
    word = prefect_password.renew(settings)
    with Utsushi(settings) as app:
        app.audit.note(console_user(), Act.SETTING_CHANGED, what="prefect password")
    print(word)
    print("次の起動から使います。ほかの機械でも同じものを置いてください。")


def tell_sign_in(address: str) -> None:
    """Where the supervisor signs in and how to learn the password, which is printed on demand
    alone: what `up` prints often ends up in a log."""
    print(f"処理の状況 (Prefect): {address}", flush=True)
    print(
        "  サインイン: 「utsushi prefect password」で出る文字を、そのまま入力します。", flush=True
    )
