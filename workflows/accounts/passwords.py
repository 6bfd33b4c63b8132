"""Passwords: which are taken, how they are kept.

scrypt with the figures of the OWASP Password Storage Cheat Sheet (N = 2^15, r = 8, p = 3; 32 MiB
a call; one of the settings that it lists as of equal strength). Why not argon2id: docs/adr/0019.
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from threading import BoundedSemaphore

from workflows.accounts.problems import BadPassword

MIN_LENGTH, MAX_LENGTH = 12, 200  # characters; NIST SP 800-63B asks for 8 or more
_FEWEST_KINDS = 5
_SALT_BYTES, _HASH_BYTES = 16, 32
_AT_ONCE = BoundedSemaphore(4)  # a rush at the door costs 128 MiB at most, and waits
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for another on paper

# What is left of the most used ones when digits and signs are taken away.
_COMMON = frozenset({
    "password", "passw", "pass", "passwd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qazwsx", "qazwsxedc", "admin", "administrator", "root", "welcome", "letmein", "iloveyou",
    "monkey", "dragon", "abc", "abcd", "abcde", "abcdef", "abcdefg", "utsushi", "yakuba",
    "shiyakusho", "kuyakusho", "chouyakuba", "changeme", "secret", "login", "user", "guest",
    "test", "sakura", "pokemon", "nippon", "japan", "tokyo", "reiwa", "heisei", "doraemon",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hasher:
    """Makes and checks hashes `scrypt$log_n$r$p$salt$hash`. Tests take a cheap one."""

    log_n: int = 15
    r: int = 8
    p: int = 3

    def hash(self, password: str) -> str:
        salt = secrets.token_bytes(_SALT_BYTES)
        made = _scrypt(password, salt, self.log_n, self.r, self.p)
        return f"scrypt${self.log_n}${self.r}${self.p}${_text(salt)}${_text(made)}"

    def is_right(self, password: str, kept: str | None) -> bool:
        """False where nothing is kept, after the same work."""
        if kept is None:
            _scrypt(password, bytes(_SALT_BYTES), self.log_n, self.r, self.p)
            return False
        _, log_n, r, p, salt, made = kept.split("$")
        tried = _scrypt(password, base64.b64decode(salt), int(log_n), int(r), int(p))
        return hmac.compare_digest(tried, base64.b64decode(made))

    def is_dated(self, kept: str) -> bool:
        """Made with other figures than today's: hash anew at the next sign-in."""
        return kept.split("$")[:4] != ["scrypt", str(self.log_n), str(self.r), str(self.p)]


def generated() -> str:
    """A first password to be written down once: four groups of four, 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def check(password: str, login: str, name: str) -> None:
    """Raises BadPassword where it is too short or easily guessed."""
    said = _normal(password)
    if not MIN_LENGTH <= len(said) <= MAX_LENGTH:
        raise BadPassword(f"パスワードは {MIN_LENGTH} 文字以上、{MAX_LENGTH} 文字までです。")
    plain = said.casefold()
    if len(set(plain)) < _FEWEST_KINDS or _is_run(plain):
        raise BadPassword("同じ文字や並び順の文字が続くパスワードは使えません。")
    own = login.casefold(), _normal("".join(name.split())).casefold()
    if any(len(each) >= (3 if each.isascii() else 2) and each in plain for each in own):
        raise BadPassword("ログイン名や名前の入ったパスワードは使えません。")
    if re.sub(r"[^a-z]", "", plain) in _COMMON or re.fullmatch(r"[\d\W_]*", plain):
        raise BadPassword("よく使われるパスワードは使えません。")


def _is_run(plain: str) -> bool:
    """One piece again and again, or each character the follower of the one before."""
    if re.fullmatch(r"(.{1,6})\1+", plain):
        return True
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return steps in ({1}, {-1})


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    with _AT_ONCE:
        return hashlib.scrypt(
            _normal(password).encode(), salt=salt, n=1 << log_n, r=r, p=p,
            maxmem=(128 * r << log_n) + (1 << 22), dklen=_HASH_BYTES,
        )  # fmt: skip


def _normal(password: str) -> str:
    """The same whatever the input method made of it: full-width letters are the letters."""
    return unicodedata.normalize("NFKC", password)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
