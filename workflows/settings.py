"""Settings of one installation: environment variables `UTSUSHI_…`, with defaults."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from forms.errors import RuleBroken, SetupError
from forms.retention import Retention

PREFIX = "UTSUSHI_"


class Dispatch(StrEnum):
    """Where the batches run that `utsushi watch` and `utsushi enter` take up."""

    HERE = "here"  # in their own process
    POOLS = "pools"  # handed out to the work pools, whose workers may be on other machines


class Settings(BaseSettings):
    """`Settings.load()` instead of the constructor gives errors for people.

    Seconds for all times. Folders are made when first used.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    home: Path = Path("var/utsushi")
    inbox: Path | None = None  # default: <home>/受付
    files: str = ""  # where originals, pages, evidence lie: a path or fsspec URL; default: home
    shared: Path | None = None  # what all machines must have alike: keys, forms …; default: home
    dispatch: Dispatch = Dispatch.HERE
    dispatch_waiting: int = Field(default=4, ge=1)  # flow runs handed out and not yet begun
    dispatch_seconds: float = Field(default=600.0, gt=0)  # then what was handed out is so anew
    worker_runs: int = Field(default=1, ge=1)  # flow runs at once of one worker and pool
    forms: Annotated[
        tuple[Path, ...], NoDecode
    ] = ()  # folders of the office's own forms, as in PATH
    scenarios: Annotated[tuple[Path, ...], NoDecode] = ()  # folders of the office's own systems
    store_url: str = Field(default="", repr=False)  # default: SQLite in home
    engine: str = ""  # default: the reader's own
    models: Path | None = None
    credentials: Annotated[
        tuple[str, ...], NoDecode
    ] = ()  # where secrets come from, in this order; default: all that there are
    credentials_file: Path | None = None  # default: <home>/credentials.bin
    credentials_key_file: Path | None = None
    encryption: bool = True  # what is kept of papers is sealed (docs/adr/0035)
    key_place: Literal["file", "environment", "keyring"] = "file"  # where the main key is
    key_file: Path | None = None  # default: <shared>/keys/main.key
    shelf: Literal["remove", "keep"] = "remove"  # originals in the inbox, once a copy is kept
    system: str = "practice"
    headless: bool = True
    review_port: int = Field(default=8710, ge=0, le=65535)
    review_url: str = ""  # address of the review pages in links; default: this machine's
    prefect_port: int = Field(default=4200, ge=0, le=65535)
    prefect_host: str = "127.0.0.1"  # address that its server is bound to
    prefect_password_file: Path | None = None  # default: <home>/prefect/password
    prefect_database_url: str = Field(default="", repr=False)  # default: SQLite in its home
    prefect_keep_days: int = Field(default=90, ge=1)  # of its ended runs, their logs and events
    settle_seconds: float = Field(default=2.0, ge=0)
    poll_seconds: float = Field(default=2.0, gt=0)
    lease_seconds: float = Field(default=40.0, gt=0)  # renewed thrice in it, in a thread beside
    submit_lease_seconds: float = Field(default=45.0, gt=0)  # the work; see docs/adr/0027
    disk_megabytes: int = Field(default=1000, ge=0)  # free, else nothing new is received
    review_waiting: int = Field(default=5000, ge=0)  # beyond so many, reading takes its time
    click_seconds: float = Field(default=20.0, gt=0)  # after the journal, the click may be made
    find_settle_seconds: float = Field(default=60.0, ge=0)  # after that, "not there" counts
    review_lock_seconds: float = Field(default=600.0, gt=0)
    retry_seconds: float = Field(default=60.0, ge=0)  # first back-off, doubled up to an hour
    return_limit: int = Field(default=3, ge=0)  # returns from unconfirmed to ready, then a person
    read_limit: int = Field(default=5, ge=1)  # starts of one reading that never ended, then held
    system_error_limit: int = Field(default=5, ge=1)  # in a row, then the batch stops
    batch_size: int = Field(default=50, ge=1)
    approval: bool = False  # nothing is entered that nobody approved; also `system.yaml`
    approval_hours: float = Field(default=72.0, gt=0, le=24 * 90)  # then the question lapses
    unconfirmed_limit: int = Field(default=10, ge=1)  # at once, then entry stands still
    queue_hours: float = Field(default=24.0, gt=0)  # a record that waits longer for review is told
    mail_server: str = ""  # host or host:port of the office's SMTP server; empty: no mail
    mail_security: Literal["none", "starttls", "tls"] = "none"
    mail_user: str = ""  # its password: `utsushi bot secret set mail password`
    mail_from: str = ""
    mail_to: Annotated[tuple[str, ...], NoDecode] = ()  # who is told, parted by commas
    webhook_url: str = ""  # who is told by HTTP; a token: credential `webhook token`
    retention: str = ""  # of papers whose form says nothing: 5年, 6か月, 30日; empty: for ever
    trial_days: int = Field(default=90, ge=0)  # of what `utsushi bot …` leaves; 0: for ever
    backup_place: Path | None = None  # folder of the backups by schedule; none: no such schedule
    backup_keep: int = Field(default=14, ge=1)  # backups by schedule that are left
    backup_past_days: int = Field(default=30, ge=0)  # of papers past their time, in those
    backup_days: int = Field(default=7, ge=0)  # without a backup, then it is told; 0: never
    upload_megabytes: int = Field(default=200, ge=1, le=1000)  # of one file sent by a browser

    @field_validator("forms", "scenarios", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Several folders stand in one variable as in PATH (`:`, on Windows `;`)."""
        if isinstance(value, str):
            return tuple(part for part in value.split(os.pathsep) if part)
        return value

    @field_validator("credentials", "mail_to", mode="before")
    @classmethod
    def _split_names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("retention")
    @classmethod
    def _is_retention(cls, value: str) -> str:
        try:
            return str(Retention.parse(value)) if value else ""
        except RuleBroken as error:
            raise ValueError(error.message) from error

    @property
    def retention_rule(self) -> Retention | None:
        return Retention.parse(self.retention) if self.retention else None

    @classmethod
    def load(cls, **values: object) -> "Settings":
        """Read the environment; `values` win. Raises SetupError naming the variable."""
        try:
            return cls(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
            raise SetupError(
                f"設定 {name} の値が正しくありません ({_problem(first['type'])})。",
                advice=f"環境変数 {name} を直してから、もう一度実行してください。",
            ) from error

    @property
    def home_path(self) -> Path:
        return self.home.absolute()

    @property
    def review_base(self) -> str:
        """Where people open the review pages, without a slash at its end."""
        return self.review_url.rstrip("/") or f"http://127.0.0.1:{self.review_port}"

    @property
    def inbox_path(self) -> Path:
        return (self.inbox or self.home / "受付").absolute()

    @property
    def forms_paths(self) -> tuple[Path, ...]:
        """Folders of the office's own forms; what is drawn up in the editor goes into the first."""
        return tuple(each.absolute() for each in self.forms) or (self.shared_path / "forms",)

    @property
    def shared_path(self) -> Path:
        """Keys, layouts, thresholds and forms of the office: one folder for all its machines."""
        return (self.shared or self.home).absolute()

    @property
    def keys_path(self) -> Path:
        """The data keys, wrapped (`ring.json`); also the main key, unless it is put elsewhere."""
        return self.shared_path / "keys"

    @property
    def main_key_path(self) -> Path:
        return (self.key_file or self.keys_path / "main.key").absolute()

    @property
    def evidence_path(self) -> Path:
        return self.home_path / "evidence"

    @property
    def credentials_path(self) -> Path:
        return (self.credentials_file or self.home / "credentials.bin").absolute()

    @property
    def database_url(self) -> str:
        return self.store_url or f"sqlite:///{(self.home_path / 'utsushi.db').as_posix()}"


def _problem(kind: str) -> str:
    if kind.startswith(("int", "float", "decimal")):
        return "数で指定します"
    if kind.startswith("bool"):
        return "true か false で指定します"
    if kind.startswith(("greater", "less")):
        return "使える範囲の外です"
    return "形式が違います"
