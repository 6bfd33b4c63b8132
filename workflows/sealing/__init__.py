"""Encryption at rest (ADR 0035): what is kept of papers is sealed with AES-256-GCM.

`ring` holds the data keys, which `<shared>/keys/ring.json` keeps wrapped by the main key
(`main_key`: a file, the environment or the keyring); `streams` is the format of sealed files,
`ring.Ring.seal` that of sealed values in the store (`workflows.store.tables.sealed`). `handing`
carries the keys elsewhere under a passphrase. A backup takes `ring.json` along: without the main
key it opens nothing. The main key itself it must not take, unless somebody asks for it.
"""

from workflows.sealing.errors import CannotOpen, NoKey
from workflows.sealing.opening import RING_FILE, is_key_open, main_key_of, ring_of
from workflows.sealing.ring import Ring

__all__ = ["RING_FILE", "CannotOpen", "NoKey", "Ring", "is_key_open", "main_key_of", "ring_of"]
