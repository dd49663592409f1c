"""The only place that puts several files into one ZIP: names that every system can keep, a digest of each file, memory that stays flat.

The list of digests is the last file of the bundle; its own digest is for the journal.
"""

import hashlib
import re
import tempfile
import unicodedata
import zipfile

from workflow import clocks, sheets
from workflow.audit import ALGORITHM

PIECE = 64 * 1024
LONGEST = 48  # letters of a name, its ending included
UNNAMEABLE = re.compile('[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|[¹²³])(\.|$)", re.IGNORECASE)
LIST = "校验清单.csv"
HEADS = ["文件", "字节数", "算法", "摘要"]


def safe_name(text, ending=""):
    """A name of one file or folder that Windows, macOS and Linux all keep; never empty, a dot, or a way out of its folder."""
    plain = UNNAMEABLE.sub("_", " ".join(unicodedata.normalize("NFC", text).split()))
    stem = plain[: LONGEST - len(ending)].strip(" .") or "未命名"
    return f"{'_' if RESERVED.match(stem) else ''}{stem}{ending}"


def parted(name):
    """(name, ending) of a file: an ending that no system knows is part of the name."""
    stem, dot, ending = name.rpartition(".")
    return (stem, f".{ending}") if dot and ending.isascii() and ending.isalnum() and len(ending) <= 8 else (name, "")


class Bundle:
    """One ZIP under way, on disk. ``add`` takes pieces of bytes; ``close`` gives the file, which whoever hands it out closes."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it leaves with the answer
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)
        self.kept, self.taken = [], set()

    def __enter__(self):
        return self

    def __exit__(self, kind, *raised):
        if kind:
            self.zip.close()
            self.file.close()

    def place(self, folder, name, ending=""):
        """A free path in ``folder``, a tuple of safe names: names that differ only in the size of letters would fall together."""
        number, suffix = 1, ""
        while (path := "/".join([*folder, safe_name(name, f"{suffix}{ending}")])).casefold() in self.taken:
            number += 1
            suffix = f"（{number}）"
        self.taken.add(path.casefold())
        return path

    def add(self, path, pieces):
        """Write a file; its size and digest go into the list."""
        digest, size = hashlib.new(ALGORITHM), 0
        moment = clocks.now().astimezone(clocks.SHANGHAI)
        entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.zip.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                digest.update(piece)
                size += len(piece)
        self.kept.append((path, size, digest.hexdigest()))

    def close(self):
        """(file, its size, the digest of its list)."""
        rows = [[path, size, ALGORITHM, digest] for path, size, digest in self.kept]
        self.add(LIST, sheets.csv_lines(HEADS, rows))
        self.zip.close()
        size = self.file.tell()
        self.file.seek(0)
        return self.file, size, f"{ALGORITHM}:{self.kept[-1][2]}"


def pieces_of(path):
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
