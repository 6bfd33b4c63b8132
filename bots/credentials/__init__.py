"""Names of credentials → secrets. They stand in no YAML, log, message or picture."""

from bots.credentials.encrypted import FileCredentials
from bots.credentials.keys import KeyFile, Passphrase
from bots.credentials.os_keyring import KeyringCredentials
from bots.credentials.sources import (
    ChainedCredentials,
    Credentials,
    EnvironmentCredentials,
    Source,
    Vault,
)

__all__ = [
    "ChainedCredentials", "Credentials", "EnvironmentCredentials", "FileCredentials",
    "KeyFile", "KeyringCredentials", "Passphrase", "Source", "Vault",
]  # fmt: skip
