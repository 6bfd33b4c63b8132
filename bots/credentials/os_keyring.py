"""Secrets in the keyring of the operating system."""

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import chainer

from forms.errors import MissingSecret, SetupError

SAFE = (
    "keyring.backends.Windows",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
)
"""Backends that keep secrets encrypted. Anything else, plain files above all, is refused."""


class KeyringCredentials:
    """Service `utsushi:<system>`, user name the name of the credential.

    `backend` None is that of the operating system. Raises SetupError where there is none that
    encrypts, as on a server without a desktop.
    """

    title = "OS のキーリング"

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        self._backend = safe_backend() if backend is None else backend

    def secret(self, system: str, name: str) -> str:
        value = self._get(system, name)
        if not value:
            raise MissingSecret(f"キーリングに「{system}」の資格情報「{name}」がありません。")
        return value

    def has(self, system: str, name: str) -> bool:
        return bool(self._get(system, name))

    def set(self, system: str, name: str, value: str) -> None:
        failure = ""
        try:
            self._backend.set_password(_service(system), name, value)
        except Exception as error:  # noqa: BLE001  backends raise what they like, with any words
            failure = type(error).__name__
        if failure:
            raise _unusable(failure)

    def remove(self, system: str, name: str) -> bool:
        if not self.has(system, name):
            return False
        failure = ""
        try:
            self._backend.delete_password(_service(system), name)
        except Exception as error:  # noqa: BLE001  as above
            failure = type(error).__name__
        if failure:
            raise _unusable(failure)
        return True

    def _get(self, system: str, name: str) -> str | None:
        failure = ""
        try:
            return self._backend.get_password(_service(system), name)
        except Exception as error:  # noqa: BLE001  as above
            failure = type(error).__name__
        raise _unusable(failure)

    def __repr__(self) -> str:
        return "KeyringCredentials(…)"


def safe_backend() -> KeyringBackend:
    """The keyring of this machine. Raises SetupError where none encrypts."""
    chosen = keyring.get_keyring()
    inside = chosen.backends if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    for backend in inside:
        if type(backend).__module__ in SAFE:
            found: KeyringBackend = backend
            return found
    raise SetupError(
        "この機械には、暗号化して保存できるキーリングがありません。",
        advice="暗号化ファイル (utsushi bot secret set … --to file) か環境変数を使ってください。",
    )


def _service(system: str) -> str:
    return f"utsushi:{system}"


def _unusable(kind: str) -> SetupError:
    return SetupError(
        f"OS のキーリングを使えません ({kind})。",
        advice="ログインしてキーリングのロックを解除するか、暗号化ファイルを使ってください。",
    )
