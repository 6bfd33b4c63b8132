"""Accounts, where they are signed in, and what was tried at the door."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.store.tables.base import Base, Json


class AccountRow(Base):
    """A person. Never deleted and never renamed: what is journaled says who did it."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(64), unique=True)
    name_key: Mapped[str] = mapped_column(String(64), unique=True)  # two names that look alike
    role: Mapped[str] = mapped_column(String(16))
    departments: Mapped[Any | None] = mapped_column(Json)  # list of names; None: all
    password: Mapped[str | None]  # scrypt, with its parameters; None: other ways in only
    must_change: Mapped[bool] = mapped_column(default=False)
    locked_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class SessionRow(Base):
    """One browser that somebody is signed in with. The browser's secret is kept as a hash."""

    __tablename__ = "sessions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the secret
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    via: Mapped[str] = mapped_column(String(16))  # password, proxy, oidc
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    account: Mapped[AccountRow] = relationship()


class TryRow(Base):
    """Failed sign-ins of a login, of an address, of both together (as a hash)."""

    __tablename__ = "sign_in_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)
