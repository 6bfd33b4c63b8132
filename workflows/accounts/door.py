"""The door: a login and a password, or what a trusted proxy or identity provider says."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.errors import UtsushiError
from workflows.accounts.account import Account
from workflows.accounts.book import account_of
from workflows.accounts.first import check_code
from workflows.accounts.naming import login_key
from workflows.accounts.passwords import MAX_LENGTH, Hasher
from workflows.accounts.problems import NotLetIn
from workflows.accounts.sessions import Sessions, SignedIn
from workflows.accounts.tries import Tries
from workflows.audit import Act, AuditLog
from workflows.store.database import Store
from workflows.store.tables import AccountRow

SETUP = "(setup)"  # no login has brackets
_MOST = 4 * MAX_LENGTH  # before input methods' spellings are made one
UNKNOWN = "-"  # a login that is none is not written down: it may be a password typed too early


class NotKnown(UtsushiError):
    """Another way in vouches for a login that has no account here, or a locked one."""

    default_advice = "情報担当に、アカウントの登録を頼んでください。"

    def __init__(self) -> None:
        super().__init__("このログイン名では使えません。")


class Door:
    """Each way in gives the secret of a new session. What is tried is in the audit log; a try that
    must wait is not, or a stranger could fill it."""

    def __init__(
        self, store: Store, home: Path, sessions: Sessions, tries: Tries, audit: AuditLog,
        hasher: Hasher | None = None,
    ) -> None:  # fmt: skip
        self._store, self._sessions, self._tries, self._audit = store, sessions, tries, audit
        self._home, self._hasher = home, hasher or Hasher()

    def enter(self, login: str, password: str, address: str) -> str:
        """Raises NotLetIn, after the same work whether the login, the password or a lock is why;
        TooManyTries before any."""
        return self._begin(self.check(login, password, address), "password")

    def check(self, login: str, password: str, address: str) -> Account:
        """Whose login and password these are. Raises as `enter` does."""
        self._tries.begin(login, address)
        found = self._find(login)
        kept = found[1] if found else None
        is_right = self._hasher.is_right(password[:_MOST], kept)
        if found is None or not is_right:
            self._refused(login, "password")
            raise NotLetIn
        self._tries.succeeded(login, address)
        if kept and self._hasher.is_dated(kept):
            self._keep(found[0], password)
        return found[0]

    def check_setup_code(self, typed: str, address: str) -> None:
        """For the very first account. Raises WrongCode, TooManyTries."""
        self._tries.begin(SETUP, address)
        check_code(self._home, typed)
        self._tries.succeeded(SETUP, address)

    def let_try_again(self, login: str) -> None:
        """End the wait after wrong passwords, for those who keep the accounts."""
        self._tries.release(login)

    def vouched(self, login: str, via: str) -> str:
        """A login that `via` (proxy, oidc) answers for. Raises NotKnown."""
        found = self._find(login)
        if found is None:
            self._refused(login, via)
            raise NotKnown
        return self._begin(found[0], via)

    def leave(self, signed: SignedIn) -> None:
        self._sessions.end(signed.key)
        self._audit.note(signed.account.name, Act.SIGNED_OUT)

    def _begin(self, account: Account, via: str) -> str:
        secret = self._sessions.begin(account.id, via)
        self._audit.note(account.name, Act.SIGNED_IN, what=f"via={via}")
        return secret

    def _find(self, login: str) -> tuple[Account, str | None] | None:
        """An account that is not locked, and its hash."""
        with self._store.read() as session:
            row = _row(session, login)
            if row is None or row.locked_at is not None:
                return None
            return account_of(row), row.password

    def _refused(self, login: str, why: str) -> None:
        with self._store.read() as session:
            row = _row(session, login)
        name = row.name if row is not None else UNKNOWN
        self._audit.note(name, Act.SIGN_IN_REFUSED, what=f"why={why}")

    def _keep(self, account: Account, password: str) -> None:
        made = self._hasher.hash(password)
        with self._store.write() as session:
            session.get_one(AccountRow, account.id).password = made


def _row(session: Session, login: str) -> AccountRow | None:
    return session.scalars(
        select(AccountRow).where(AccountRow.login == login_key(login))
    ).one_or_none()
