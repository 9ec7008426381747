"""Files and folders that are either complete or as they were before, and what others put there stays."""

from analysis.system.files.error_messages import explained, resolved
from analysis.system.files.folders import heal, new_folder, put, try_folder
from analysis.system.files.listing import LISTING, Owned, read, refuse_collision
from analysis.system.files.whole_file import is_stream, try_file, write_file

__all__ = [
    "LISTING",
    "Owned",
    "explained",
    "heal",
    "is_stream",
    "new_folder",
    "put",
    "read",
    "refuse_collision",
    "resolved",
    "try_file",
    "try_folder",
    "write_file",
]
