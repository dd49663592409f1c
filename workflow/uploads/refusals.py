"""What a person is told who uploads what is not kept, and the two refusals that every format shares."""

import zipfile

from workflow.uploads.reading import at


class Refused(ValueError):
    """The file is not kept; ``str()`` says why, in words for the person who uploads it."""


def must(holds, title, extension):
    if not holds:
        raise Refused(f"扩展名为 .{extension}，内容却不是{title}。")


def refuse_second_format(file, size, *, own=b"\0"):
    """A file that two programs read in two ways: another signature near the start, or an archive at the end."""
    start = at(file, 0, min(size, 1024))
    foreign = any(sign in start for sign in (b"%PDF-", b"PK\x03\x04", b"Rar!\x1a") if sign != own)
    if foreign or zipfile.is_zipfile(file):
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")
