"""What clear things leave behind once they are sealed."""

import shutil

from workflows.files import sweep
from workflows.office import Office

OLD_SECONDS = 3600.0  # of a part of a file: what is younger may still grow


def sweep_remains(office: Office) -> None:
    """Free pages and logs of the store, copies of files, parts of files. What the disk itself
    keeps of a file that was taken away is beyond us. Raises StoreError."""
    office.store.compact()
    shutil.rmtree(office.home / "cache", ignore_errors=True)
    for folder in {office.home, office.files.room}:
        sweep(folder, office.clock().timestamp(), OLD_SECONDS)
