"""The key that our separator sheets are known by. It is as old as the installation: sheets that
were printed last year are still ours."""

from pathlib import Path

from workflows.keys import derived, installation_key


def separator_key(shared: Path) -> bytes:
    """One for all machines of the office (`shared`: the folder that they have alike)."""
    return derived(installation_key(shared), "separators")
