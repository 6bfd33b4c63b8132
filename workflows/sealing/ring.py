"""The keys at work: sealing and opening values, keyed hashes, keys of files.

A sealed value is `u1.<id of its data key>.<base64url of nonce, ciphertext and tag>`; its place
(`readings.raw:12`) is authenticated with it, so that it opens nowhere else.
"""

import base64
import hashlib
import hmac
import os
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forms.errors import SetupError
from workflows.files import private_folder
from workflows.keys import derived, made_once
from workflows.sealing import ring_file
from workflows.sealing.errors import CannotOpen, NoKey, UnknownKey
from workflows.sealing.main_key import MainKey, fingerprint
from workflows.sealing.ring_file import NONCE_BYTES, Keys

MARK = "u1."
_TAG = "~"  # before a keyed hash, so that it is told from a plain one

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Opened:
    """What `ring.json` held when it had this stamp."""

    stamp: Stamp
    keys: Keys
    ciphers: Mapping[str, AESGCM]


class Ring:
    """Of one installation; safe for threads and processes. The file is made when it is first
    needed. What another process does to it shows at the next sealing. All raise NoKey, SetupError.
    """

    def __init__(self, path: Path, main: MainKey) -> None:
        self._path, self.main = path, main
        self._opened: _Opened | None = None
        self._opening = Lock()

    @property
    def path(self) -> Path:
        return self._path

    @property
    def keys(self) -> Keys:
        """As they are now."""
        return self._now().keys

    @property
    def is_strict(self) -> bool:
        """Whether values in clear are refused; as last looked at."""
        return (self._opened or self._now()).keys.is_strict

    def seal(self, plain: bytes, place: str) -> str:
        now = self._now()
        nonce = os.urandom(NONCE_BYTES)
        sealed = now.ciphers[now.keys.active].encrypt(nonce, plain, place.encode())
        return f"{MARK}{now.keys.active}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> bytes:
        """Raises CannotOpen."""
        try:
            _, name, text = sealed.split(".", 2)
            data = base64.b64decode(text, b"-_", validate=True)
            return self._cipher(name).decrypt(
                data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode()
            )
        except (InvalidTag, NotBase64, ValueError):
            raise CannotOpen from None

    def tag(self, plain_hash: str) -> str:
        """A keyed hash of a hash (44 characters): equal for equal things, to be guessed by nobody
        who has not the key. It outlives every rotation."""
        lookup = (self._opened or self._now()).keys.lookup
        made = hmac.digest(lookup, plain_hash.encode(), hashlib.sha256)
        return _TAG + base64.urlsafe_b64encode(made).decode().rstrip("=")

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose alone, which outlives every rotation."""
        return derived((self._opened or self._now()).keys.lookup, purpose)

    def active_id(self) -> str:
        return self._now().keys.active

    def file_cipher(self, name: str, salt: bytes) -> AESGCM:
        """The cipher of one file: its key follows from the data key `name` and the file's salt."""
        self._cipher(name)
        secret = self._looked_up().keys.secrets[name]
        return AESGCM(hmac.digest(secret, b"utsushi/file\0" + salt, hashlib.sha256))

    def change(self, changed: Callable[[Keys], Keys], *mains: bytes) -> Keys:
        """Write the keys anew, to be opened with `mains` (with none: with the present main key,
        and with that which the office is about to put in its place).
        Of several processes one at a time: within a write transaction of the store."""
        keys = changed(self._load().keys)
        ring_file.write(self._path, keys, mains or self._mains())
        self._opened = None
        return keys

    def lacks_main(self) -> bool:
        """Nobody has the newest main key that opens the ring: whoever made it was cut short."""
        try:
            return not self._is_newest(self.main.read()) and self.main.successor() is None
        except NoKey:
            return False

    def _mains(self) -> tuple[bytes, ...]:
        present = self.main.read()
        successor = None if self._is_newest(present) else self.main.successor()
        return (present,) if successor in (None, present) else (present, successor)

    def _is_newest(self, main: bytes) -> bool:
        return fingerprint(main) == ring_file.mains_in(self._content()[0])[-1]

    def make_strict(self) -> None:
        """From now on nothing is in clear."""
        self.change(lambda keys: replace(keys, is_strict=True))

    def exists(self) -> bool:
        return self._path.is_file()

    def _cipher(self, name: str) -> AESGCM:
        found = self._looked_up().ciphers.get(name)
        if found is None:
            found = self._now().ciphers.get(name)
        if found is None:
            raise UnknownKey
        return found

    def _looked_up(self) -> _Opened:
        return self._opened or self._now()

    def _now(self) -> _Opened:
        """The file as it is, read only where it has changed. Where it cannot be seen just now (a
        share that is away) what is known holds."""
        opened = self._opened
        try:
            told = self._path.stat()
        except OSError:
            return self._load() if opened is None else opened
        if opened is not None and opened.stamp == _stamp(told):
            return opened
        return self._load()

    def _load(self) -> _Opened:
        with self._opening:
            content, stamp = self._content()
            keys = ring_file.opened(content, self.main.read(), str(self._path))
            ciphers = {name: AESGCM(secret) for name, secret in keys.secrets.items()}
            self._opened = _Opened(stamp, keys, ciphers)
            return self._opened

    def _content(self) -> tuple[bytes, Stamp]:
        try:
            if not self._path.is_file():
                self._make()
            with self._path.open("rb") as readable:
                return readable.read(), _stamp(os.fstat(readable.fileno()))
        except OSError as error:
            raise SetupError(f"暗号化の鍵束を読めません ({self._path})。") from error

    def _make(self) -> None:
        """The first process makes it, with the main key that all of them then have."""
        main = self.main.made()
        private_folder(self._path.parent)
        made_once(self._path, lambda: ring_file.content_of(ring_file.fresh(), (main,)))


def is_tag(text: str) -> bool:
    return text.startswith(_TAG)


def _stamp(told: os.stat_result) -> Stamp:
    return told.st_mtime_ns, told.st_size, told.st_ino
