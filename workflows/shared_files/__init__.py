"""The files of the office, wherever they lie: in the data folder, on a share, behind an fsspec URL.

Names are `<folder>/<first two digits>/<sha256><suffix>`: what a file is called says what is in it.
"""

from workflows.shared_files.errors import FileChanged, FilesAway, NoSuchFile
from workflows.shared_files.files import Files
from workflows.shared_files.stored import Fetched, Stored

__all__ = ["Fetched", "FileChanged", "Files", "FilesAway", "NoSuchFile", "Stored"]
