"""Where secrets come from: environment, keyring, encrypted file; and that none leaks."""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import keyring.backend
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends import chainer, fail, null

from bots.credentials import (
    ChainedCredentials,
    EnvironmentCredentials,
    FileCredentials,
    KeyFile,
    KeyringCredentials,
    Passphrase,
    os_keyring,
)
from bots.credentials.sealing import Broken, WrongKey, seal, unseal
from forms.errors import MissingSecret, SetupError, UtsushiError

CHEAP = 2**10
"""scrypt's cost in the tests."""

SECRET = "himitsu-パス-42"


class Memory(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Locked(Memory):
    """One that tells secrets in its errors."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError(f"locked: {SECRET}")


def with_file(folder: Path) -> FileCredentials:
    return FileCredentials(folder / "c.bin", KeyFile(folder / "c.key"), n=CHEAP)


def with_passphrase(folder: Path, said: str = "nagai-aikotoba") -> FileCredentials:
    return FileCredentials(folder / "c.bin", Passphrase(lambda: said, lambda: said), n=CHEAP)


def with_keyring(folder: Path) -> KeyringCredentials:
    return KeyringCredentials(Memory())


@pytest.mark.parametrize("make", [with_file, with_passphrase, with_keyring])
def test_a_secret_is_kept_changed_and_removed(
    tmp_path: Path, make: Callable[[Path], FileCredentials | KeyringCredentials]
) -> None:
    vault = make(tmp_path)
    assert not vault.has("town", "password")
    vault.set("town", "password", "first")
    vault.set("town", "user", "tanto")
    vault.set("town", "password", SECRET)
    assert vault.secret("town", "password") == SECRET
    assert not vault.has("village", "password")
    assert vault.remove("town", "password")
    assert not vault.remove("town", "password")
    assert vault.secret("town", "user") == "tanto"
    with pytest.raises(MissingSecret):
        vault.secret("town", "password")


def test_another_process_sees_what_was_kept(tmp_path: Path) -> None:
    mine, other = with_file(tmp_path), with_file(tmp_path)
    assert not other.has("town", "password")
    mine.set("town", "password", SECRET)
    assert other.secret("town", "password") == SECRET


def test_the_file_holds_nothing_in_clear(tmp_path: Path) -> None:
    with_file(tmp_path).set("town", "password", SECRET)
    content = (tmp_path / "c.bin").read_bytes()
    for text in (SECRET, "town", "password"):
        assert text.encode() not in content
    header = json.loads(content.partition(b"\n")[0])
    assert (header["utsushi"], header["version"], header["kdf"]) == ("secrets", 1, "scrypt")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_file_and_key_are_for_their_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        with_file(tmp_path).set("town", "password", SECRET)
    finally:
        os.umask(old)
    for name in ("c.bin", "c.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["c.bin", "c.key"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with_file(tmp_path).set("town", "password", SECRET)
    (tmp_path / "c.key").chmod(mode)
    with pytest.raises(SetupError, match="ほかの利用者も読めます"):
        with_file(tmp_path).secret("town", "password")


def wrong_key(folder: Path) -> FileCredentials:
    (folder / "c.key").write_bytes(b"x" * 32)
    return with_file(folder)


def no_key(folder: Path) -> FileCredentials:
    (folder / "c.key").unlink()
    return with_file(folder)


def changed_at(place: int) -> Callable[[Path], FileCredentials]:
    def change(folder: Path) -> FileCredentials:
        content = bytearray((folder / "c.bin").read_bytes())
        content[place] ^= 1
        (folder / "c.bin").write_bytes(bytes(content))
        return with_file(folder)

    return change


def cut(folder: Path) -> FileCredentials:
    (folder / "c.bin").write_bytes((folder / "c.bin").read_bytes()[:40])
    return with_file(folder)


def empty(folder: Path) -> FileCredentials:
    (folder / "c.bin").write_bytes(b"")
    return with_file(folder)


SPOILT = [
    wrong_key, no_key, changed_at(-1), changed_at(-40), changed_at(30), cut, empty, with_passphrase
]  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_cannot_be_opened_is_told_without_details(
    tmp_path: Path, spoil: Callable[[Path], FileCredentials]
) -> None:
    with_file(tmp_path).set("town", "password", SECRET)
    with pytest.raises(SetupError) as raised:
        spoil(tmp_path).secret("town", "password")
    assert not isinstance(raised.value, MissingSecret)
    assert not_told(raised.value)


def test_a_wrong_passphrase_is_told_without_details(tmp_path: Path) -> None:
    with_passphrase(tmp_path).set("town", "password", SECRET)
    with pytest.raises(SetupError, match="開けません") as raised:
        with_passphrase(tmp_path, "chigau-aikotoba").secret("town", "password")
    assert raised.value.__context__ is None
    assert "aikotoba" not in repr(raised.value)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="12 文字以上"):
        with_passphrase(tmp_path, "mijikai").set("town", "password", SECRET)
    assert not (tmp_path / "c.bin").exists()


def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_file(tmp_path).set("town", "password", SECRET)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(SetupError, match="書き込めません"):
            with_file(tmp_path).set("town", "password", "other")
    assert with_file(tmp_path).secret("town", "password") == SECRET
    assert not list(tmp_path.glob("*.part"))


@given(plain=st.binary(max_size=200), material=st.binary(min_size=1, max_size=40))
@settings(max_examples=15, deadline=None)
def test_what_was_sealed_comes_back_with_its_key_alone(plain: bytes, material: bytes) -> None:
    sealed = seal(plain, "file", material, CHEAP)
    assert unseal(sealed, lambda _: material) == plain
    with pytest.raises(WrongKey):
        unseal(sealed, lambda _: material + b"x")


@pytest.mark.parametrize(
    "change", [{"n": 2**28}, {"n": 1000}, {"n": 2}, {"r": 1000}, {"version": 2}, {"kdf": "none"},
               {"salt": "AA=="}, {"nonce": "!!"}, {"more": 1}]
)  # fmt: skip
def test_a_header_that_asks_for_something_else_is_refused(change: dict[str, object]) -> None:
    line, _, rest = seal(b"{}", "file", b"key", CHEAP).partition(b"\n")
    header = {**json.loads(line), **change}
    with pytest.raises(Broken):
        unseal(json.dumps(header).encode() + b"\n" + rest, lambda _: b"key")


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), Memory()])
def test_a_keyring_that_does_not_encrypt_is_refused(
    monkeypatch: pytest.MonkeyPatch, backend: keyring.backend.KeyringBackend
) -> None:
    monkeypatch.setattr(os_keyring.keyring, "get_keyring", lambda: backend)
    with pytest.raises(SetupError, match="暗号化して保存できるキーリングがありません"):
        KeyringCredentials()


def test_of_several_keyrings_one_that_encrypts_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    class Encrypting(Memory):
        __module__ = "keyring.backends.SecretService"

    good = Encrypting()
    chain = chainer.ChainerBackend()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [Memory(), good])
    monkeypatch.setattr(os_keyring.keyring, "get_keyring", lambda: chain)
    KeyringCredentials().set("town", "password", SECRET)
    assert good.held == {("utsushi:town", "password"): SECRET}


def test_what_a_keyring_says_in_its_errors_stays_there() -> None:
    with pytest.raises(SetupError, match="RuntimeError") as raised:
        KeyringCredentials(Locked()).secret("town", "password")
    assert not_told(raised.value)
    assert raised.value.__context__ is None


def test_the_first_place_that_has_it_gives_it(tmp_path: Path) -> None:
    environment = EnvironmentCredentials({"UTSUSHI_SYSTEM_TOWN_USER": "tanto"})
    held, file = KeyringCredentials(Memory()), with_file(tmp_path)
    held.set("town", "password", SECRET)
    file.set("town", "password", "other")
    file.set("town", "user", "other")
    chain = ChainedCredentials([environment, held, file])
    assert chain.secret("town", "user") == "tanto"
    assert chain.secret("town", "password") == SECRET
    with pytest.raises(MissingSecret, match="環境変数・OS のキーリング・暗号化ファイル") as raised:
        chain.secret("town", "pin")
    assert "UTSUSHI_SYSTEM_TOWN_PIN" in raised.value.advice


def test_a_place_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    chain = ChainedCredentials([KeyringCredentials(Locked()), with_file(tmp_path)])
    with pytest.raises(SetupError, match="キーリングを使えません"):
        chain.secret("town", "password")


def test_none_shows_a_secret_when_it_is_written_out(tmp_path: Path) -> None:
    environment = EnvironmentCredentials({"UTSUSHI_SYSTEM_TOWN_USER": SECRET})
    file = with_passphrase(tmp_path, SECRET)
    file.set("town", "password", SECRET)
    chain = ChainedCredentials([environment, file])
    key = Passphrase(lambda: SECRET, lambda: SECRET)
    key.material(new=False)
    assert SECRET not in f"{chain!r}{chain}{environment!r}{file!r}{key!r}"


def not_told(error: UtsushiError) -> bool:
    told = f"{error!r}{error.message}{error.advice}"
    return not any(secret in told for secret in (SECRET, "himitsu", "first"))
