"""A zip of XML parts, which Word, Excel and OFD files are: sound, complete, and nothing in it but its parts."""

import re
import stat
import struct
import zipfile
from copy import copy

from workflow.uploads.markup import parse
from workflow.uploads.ole import OLE
from workflow.uploads.reading import MAX_UNPACKED, MIB, at
from workflow.uploads.refusals import Refused, must

MAX_ENTRIES = 2000
MAX_RATIO = 200
PROGRAMS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"Rar!\x1a", b"7z\xbc\xaf", OLE, b"%PDF-", b"#!")
UNSAFE_ENTRY = re.compile(r"^/|\\|:|[\x00-\x1f]|(?:^|/)\.\.(?:/|$)")


def opened(file, size, title, extension):
    """The archive, once its entries are known to be sound, complete, unencrypted and all that the file holds."""
    start = at(file, 0, min(size, 1024))
    must(start.startswith(b"PK\x03\x04"), title, extension)
    _refuse_unless_whole(file, size, start)
    archive = zipfile.ZipFile(file)
    _refuse_entries(archive.infolist())
    _refuse_gaps(file, archive)
    for entry in archive.infolist():
        blocks = unpacked_from(archive, entry)
        if entry.filename.lower().endswith((".xml", ".rels")):
            parse(blocks)
        else:
            _refuse_program(blocks)
    return archive


def _refuse_unless_whole(file, size, start):
    """Nothing may stand behind the archive, and its directory must be short enough to be read at once."""
    end = at(file, size - 22, 22)
    if b"%PDF-" in start or not end.startswith(b"PK\x05\x06"):
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")
    length = struct.unpack_from("<I", end, 12)[0]
    if size > 98 and at(file, size - 42, 4) == b"PK\x06\x07":
        length = struct.unpack_from("<Q", at(file, size - 98, 56), 40)[0]
    if length > MAX_ENTRIES * 512:
        raise Refused("文件内部的部分过多，不予接收。")


def _refuse_program(blocks):
    is_program = next(blocks, b"").startswith(PROGRAMS)
    for _ in blocks:  # read to the end, where the checksum is compared
        pass
    if is_program:
        raise Refused("文件里夹带了程序、压缩包或者其他文档，请取出后单独上传。")


def _refuse_entries(entries):
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("文件解开后过大，不予接收。")
    if len({entry.orig_filename.lower() for entry in entries}) != len(entries):
        raise Refused("文件内部有重名的部分，不予接收。")
    for entry in entries:
        if entry.flag_bits & 0x2041:
            raise Refused("文件已加密，无法检查，请解除密码后重新上传。")
        if UNSAFE_ENTRY.search(entry.orig_filename) or stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("文件内部的路径不安全，不予接收。")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("文件使用了不支持的压缩方法，请重新另存后上传。")
        if entry.file_size > MIB and entry.file_size > MAX_RATIO * entry.compress_size:
            raise Refused("文件的压缩比异常，不予接收。")


def _refuse_gaps(file, archive):
    """Bytes that belong to no entry could be another document. Behind an entry only its data descriptor may stand."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    starts = [entry.header_offset for entry in entries] + [archive.start_dir]
    hidden = starts[0] != 0
    for entry, following in zip(entries, starts[1:], strict=True):
        flags, name, extra = struct.unpack("<6xH18xHH", at(file, entry.header_offset, 30))
        gap = following - (entry.header_offset + 30 + name + extra + entry.compress_size)
        hidden |= gap not in ((0, 12, 16, 20, 24) if flags & 8 else (0,))
    if hidden:
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")


def unpacked_from(archive, entry):
    """The entry in blocks. One byte more than declared is asked for, so that a size that lies is found out."""
    asked, size = copy(entry), 0
    asked.file_size += 1
    with archive.open(asked) as part:
        while block := part.read(MIB):
            size += len(block)
            yield block
    if size != entry.file_size:
        raise zipfile.BadZipFile


def elements_in(archive, name):
    """The local names and attributes of a part that is a list by nature, and short."""
    found, entry = [], archive.getinfo(name)
    if entry.file_size > 2 * MIB:
        raise Refused("文件解开后过大，不予接收。")
    parse(unpacked_from(archive, entry), on_start=lambda name, marks: found.append((name.rpartition(" ")[2], marks)))
    return found


def attributes_in(archive, name):
    return [attributes for _, attributes in elements_in(archive, name)]
