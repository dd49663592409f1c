"""Word 97, Excel 97, WPS: an OLE compound file, known by the names in its directory."""

import re
import struct

from workflow.uploads.reading import at
from workflow.uploads.refusals import Refused, must, refuse_second_format

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_STREAM = {"doc": {"WordDocument"}, "wps": {"WordDocument"}, "xls": {"Workbook", "Book"}}
OLE_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur", "project"}
OLE_EMBEDDED = re.compile(r"mbd[0-9a-f]{8}|_\d{6,}|\x01ole10native|package|\x03ocxname|contents")
OLE_ENCRYPTED = {"encryptedpackage", "encryptioninfo"}
END_OF_CHAIN = 0xFFFFFFFA


def check_ole(file, size, title, extension):
    must(at(file, 0, min(size, 8)) == OLE, title, extension)
    refuse_second_format(file, size)
    names = _ole_names(file, size)
    folded = {name.lower() for name in names}
    if folded & OLE_ENCRYPTED:
        raise Refused("文件已加密，无法检查，请解除密码后重新上传。")
    if folded & OLE_MACROS:
        raise Refused("文件含有宏，请另存为不含宏的文件后重新上传。")
    if any(OLE_EMBEDDED.fullmatch(name) for name in folded):
        raise Refused("文件含有嵌入对象，请改为图片或者单独上传。")
    must(names & MAIN_STREAM[extension], title, extension)


def _ole_names(file, size):
    """The names of all storages and streams of the compound file's directory."""
    header = at(file, 0, 512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if header[28:30] != b"\xfe\xff" or shift not in (9, 12):
        raise EOFError
    length, most = 1 << shift, size >> shift
    tables = list(struct.unpack_from("<109I", header, 76))
    more = struct.unpack_from("<I", header, 68)[0]
    while more < END_OF_CHAIN and len(tables) <= most:
        *further, more = struct.unpack(f"<{length // 4}I", at(file, (more + 1) << shift, length))
        tables += further
    names, sector = set(), struct.unpack_from("<I", header, 48)[0]
    for _ in range(most):
        if sector >= END_OF_CHAIN:
            return names
        directory = at(file, (sector + 1) << shift, length)
        names.update(_ole_name(directory[start : start + 128]) for start in range(0, length, 128))
        table, index = divmod(sector, length // 4)
        sector = struct.unpack("<I", at(file, ((tables[table] + 1) << shift) + index * 4, 4))[0]
    raise EOFError  # the chain runs in a circle


def _ole_name(entry):
    return entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le") if entry[66] else ""
