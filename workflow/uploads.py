"""The only place that decides whether an uploaded file may be kept.

The extension names a format of a short list, and the content must be that format and nothing else: right signature,
right structure, nothing before it, behind it or hidden in it that a reader's program would run, fetch or unpack.
Files are read in blocks and never held whole. What is refused is refused with a sentence for the person who uploads.
It is no virus scanner: macros of old .xls sheets (XLM) and what a PDF hides behind unusual filters are not found.
"""

import codecs
import hashlib
import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from django.conf import settings

BLOCK = 64 * 1024
MIB = 1024 * 1024
MAX_NAME = 150
MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * MIB
MAX_RATIO = 200
MAX_TOKEN = 8 * MIB
MAX_DOCUMENT_XML = 64 * MIB
MAX_RELATIONS = 4 * MIB
MAX_PIECES = 10_000  # of a picture or a PDF: each piece costs a read, and a hostile file holds millions
MAX_PIXELS = 200_000_000
NAMELESS = "未命名"


class Refused(ValueError):
    """The file is not kept; ``str()`` says why, in words for the person who uploads it."""


class Examined(NamedTuple):
    """What is known of a file that may be kept. ``digest`` is ``sm3:hex`` or ``sha256:hex``."""

    media_type: str
    size: int
    digest: str
    extension: str
    name: str


@dataclass(frozen=True)
class Format:
    title: str
    media_type: str
    check: Callable


def examine(uploaded):
    """Decide on a Django ``UploadedFile`` (or ``File``); leaves it rewound. Raises ``Refused``."""
    name = clean_name(uploaded.name)
    extension = os.path.splitext(name)[1].lstrip(".").lower()
    kind = FORMATS.get(extension)
    if kind is None:
        raise Refused(f"不接受这种类型的文件。可以上传：{'、'.join(FORMATS)}。")
    _refuse_size(uploaded.size)
    try:
        size, digest = _measure(uploaded)
        kind.check(uploaded, size, kind.title, extension)
    except Refused:
        raise
    except DAMAGED as error:
        raise Refused(f"文件已损坏，不是完整的{kind.title}，请重新生成后上传。") from error
    finally:
        uploaded.seek(0)
    return Examined(kind.media_type, size, digest, extension, name)


def clean_name(name):
    """The file name without path, control, bidi and format characters; at most 150 characters; never empty."""
    name = re.split(r"[/\\]", str(name or ""))[-1]
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", unicodedata.normalize("NFC", " ".join(name.split())))
    stem, dot, extension = name.rstrip(". ").rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = f"{stem}{dot}{extension}", "", ""
    stem = stem.strip(". ")[: MAX_NAME - len(dot + extension)].rstrip(". ") or NAMELESS
    return f"{stem}{dot}{extension}"


def _refuse_size(size):
    if not size:
        raise Refused("文件是空的，请检查后重新上传。")
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise Refused(f"文件大小为 {_in_words(size)}，超过上限 {_in_words(settings.ATTACHMENT_MAX_BYTES)}。")


def _in_words(size):
    for unit, length in (("MB", MIB), ("KB", 1024)):
        if size >= length:
            return f"{size / length:.1f} {unit}"
    return f"{size} 字节"


def _measure(uploaded):
    """Size and digest of the bytes themselves, whatever size the request claimed."""
    try:
        algorithm, digest = "sm3", hashlib.new("sm3")
    except ValueError:  # an OpenSSL without SM3, or one whose policy forbids it
        algorithm, digest = "sha256", hashlib.sha256()
    size = 0
    for block in _blocks(uploaded):
        size += len(block)
        digest.update(block)
        if size > settings.ATTACHMENT_MAX_BYTES:
            break
    _refuse_size(size)
    return size, f"{algorithm}:{digest.hexdigest()}"


def _blocks(file, *, start=0, length=BLOCK):
    file.seek(start)
    while block := file.read(length):
        yield block


def _at(file, offset, length):
    """Exactly these bytes."""
    file.seek(offset)
    read = file.read(length)
    if len(read) != length:
        raise EOFError
    return read


def _must(holds, title, extension):
    if not holds:
        raise Refused(f"扩展名为 .{extension}，内容却不是{title}。")


def _refuse_second_format(file, size, *, own=b"\0"):
    """A file that two programs read in two ways: another signature near the start, or an archive at the end."""
    start = _at(file, 0, min(size, 1024))
    foreign = any(sign in start for sign in (b"%PDF-", b"PK\x03\x04", b"Rar!\x1a") if sign != own)
    if foreign or zipfile.is_zipfile(file):
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")


# Text ------------------------------------------------------------------------------------------------------------

MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"{\\rtf", b"mime-version:")
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _check_text(file, size, title, extension):
    _refuse_second_format(file, size)
    start = _at(file, 0, min(size, 1024)).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    _must(not start.startswith(MARKUP), title, extension)
    if any(NOT_TEXT.search(block) for block in _blocks(file)):
        raise Refused("文件里有不属于文本的字符。请以 UTF-8 编码另存后再上传。")
    if not any(_decodes(file, encoding) for encoding in ("utf-8", "gb18030")):
        raise Refused("文本编码无法识别。请以 UTF-8 或 GB18030 编码另存后再上传。")


def _decodes(file, encoding):
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# Pictures --------------------------------------------------------------------------------------------------------


def _check_png(file, size, title, extension):
    _must(_at(file, 0, min(size, 8)) == b"\x89PNG\r\n\x1a\n", title, extension)
    _refuse_second_format(file, size)
    offset, kind, pieces = 8, b"", 0
    while kind != b"IEND":
        pieces = _one_more(pieces)
        length, kind = struct.unpack(">I4s", _at(file, offset, 8))
        if offset == 8:
            _must(kind == b"IHDR" and length == 13, title, extension)
            _refuse_pixels(*struct.unpack(">II", _at(file, 16, 8)))
        _must(kind.isalpha() and offset + 12 + length <= size, title, extension)
        if _checksum(file, offset + 4, length + 4) != struct.unpack(">I", _at(file, offset + 8 + length, 4))[0]:
            raise EOFError
        offset += 12 + length
    _refuse_tail(offset != size)


def _one_more(pieces):
    if pieces == MAX_PIECES:
        raise EOFError
    return pieces + 1


def _checksum(file, offset, length):
    checksum = 0
    for block in _blocks(file, start=offset):
        checksum = zlib.crc32(block[:length], checksum)
        length -= len(block)
        if length <= 0:
            break
    return checksum


def _check_jpeg(file, size, title, extension):
    _must(_at(file, 0, min(size, 3)) == b"\xff\xd8\xff", title, extension)
    _refuse_second_format(file, size)
    end, pictures = _end_of_jpeg(file, 2), 1
    while (
        pictures < 10 and size - end > 2 and _at(file, end, 2) == b"\xff\xd8"
    ):  # cameras append a preview as a second picture
        end, pictures = _end_of_jpeg(file, end + 2), pictures + 1
    _refuse_tail(any(block.strip(b"\0") for block in _blocks(file, start=end)))


def _end_of_jpeg(file, offset):
    has_frame, pieces = False, 0
    while True:
        pieces = _one_more(pieces)
        sign, marker = _at(file, offset, 2)
        if sign != 0xFF:
            raise EOFError
        if marker == 0xFF:  # padding
            offset += 1
        elif marker == 0xD9:
            if not has_frame:
                raise EOFError
            return offset + 2
        else:
            length = max(2, struct.unpack(">H", _at(file, offset + 2, 2))[0])
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                has_frame = True
                _refuse_pixels(*struct.unpack(">HH", _at(file, offset + 5, 4)))
            offset += 2 + length
            if marker == 0xDA:
                offset = _end_of_scan(file, offset)


def _end_of_scan(file, offset):
    """Where the next marker stands behind compressed picture lines."""
    carried = b""
    for block in _blocks(file, start=offset):
        found = re.search(rb"\xff[^\x00\xd0-\xd7\xff]", carried + block)
        if found:
            return offset - len(carried) + found.start()
        offset, carried = offset + len(block), block[-1:]
    raise EOFError


def _refuse_pixels(width, height):
    if width * height > MAX_PIXELS:
        raise Refused("图片尺寸过大，请缩小后重新上传。")


def _refuse_tail(has_tail):
    if has_tail:
        raise Refused("图片末尾附有其他内容，请另存为新图片后重新上传。")


# PDF -------------------------------------------------------------------------------------------------------------


def _spelt(word):
    """A PDF name in any of its spellings: each letter may be written as #hh."""
    return "".join(f"(?:{letter}|(?i:#{ord(letter):02x}))" for letter in word)


ACTIVE = {
    "JavaScript": "脚本", "Launch": "启动程序的动作", "EmbeddedFile": "嵌入文件", "RichMedia": "嵌入媒体",
    "Encrypt": "加密内容",
}  # fmt: skip
PDF_NAMES = re.compile(
    ("/(?:" + "|".join(f"(?P<{word}>{_spelt(word)})" for word in [*ACTIVE, "ObjStm"]) + ")").encode()
)
LONGEST_PDF_NAME = 64


def _check_pdf(file, size, title, extension):
    _must(re.match(rb"%PDF-[12]\.\d", _at(file, 0, min(size, 8))), title, extension)
    _refuse_second_format(file, size, own=b"%PDF-")
    tail = _at(file, max(0, size - 2048), min(size, 2048)).rstrip(b"\0\t\n\f\r ")
    if not tail.endswith(b"%%EOF") or b"startxref" not in tail:
        raise EOFError
    packed = _refuse_active(_blocks(file))
    if len(packed) > MAX_PIECES:
        raise EOFError
    budget = [MAX_UNPACKED]
    for offset in packed:
        _refuse_active(_inflated(file, offset, budget))


def _refuse_active(blocks):
    """Refuse names that make a PDF act; returns where packed objects are announced."""
    packed, offset, carried = set(), 0, b""
    for block in blocks:
        window = carried + block
        for found in PDF_NAMES.finditer(window):
            if found.lastgroup in ACTIVE:
                raise Refused(f"PDF 含有{ACTIVE[found.lastgroup]}，请打印为不含此内容的 PDF 后重新上传。")
            packed.add(offset - len(carried) + found.start())
        offset, carried = offset + len(block), window[-LONGEST_PDF_NAME:]
    return sorted(packed)


def _inflated(file, offset, budget):
    """The objects packed in the stream whose dictionary has /ObjStm at ``offset``."""
    file.seek(max(0, offset - 1024))
    around = file.read(4096)
    start = re.compile(rb"stream\r?\n").search(around, min(offset, 1024))
    if not start:
        raise EOFError
    stream = zlib.decompressobj()
    try:
        for block in _blocks(file, start=max(0, offset - 1024) + start.end()):
            while block and not stream.eof:
                unpacked = stream.decompress(block, MIB)
                block = stream.unconsumed_tail
                budget[0] -= len(unpacked)
                if budget[0] < 0:
                    raise Refused("文件解开后过大，不予接收。")
                yield unpacked
            if stream.eof:
                return
    except zlib.error:
        if b"Filter" in around[: start.start()]:
            raise


# Word 97, Excel 97, WPS: an OLE compound file -----------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_STREAM = {"doc": {"WordDocument"}, "wps": {"WordDocument"}, "xls": {"Workbook", "Book"}}
OLE_MACROS = {"macros", "vba", "_vba_project", "_vba_project_cur", "project"}
OLE_EMBEDDED = re.compile(r"mbd[0-9a-f]{8}|_\d{6,}|\x01ole10native|package|\x03ocxname|contents")
OLE_ENCRYPTED = {"encryptedpackage", "encryptioninfo"}
END_OF_CHAIN = 0xFFFFFFFA


def _check_ole(file, size, title, extension):
    _must(_at(file, 0, min(size, 8)) == OLE, title, extension)
    _refuse_second_format(file, size)
    names = _ole_names(file, size)
    folded = {name.lower() for name in names}
    if folded & OLE_ENCRYPTED:
        raise Refused("文件已加密，无法检查，请解除密码后重新上传。")
    if folded & OLE_MACROS:
        raise Refused("文件含有宏，请另存为不含宏的文件后重新上传。")
    if any(OLE_EMBEDDED.fullmatch(name) for name in folded):
        raise Refused("文件含有嵌入对象，请改为图片或者单独上传。")
    _must(names & MAIN_STREAM[extension], title, extension)


def _ole_names(file, size):
    """The names of all storages and streams of the compound file's directory."""
    header = _at(file, 0, 512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if header[28:30] != b"\xfe\xff" or shift not in (9, 12):
        raise EOFError
    length, most = 1 << shift, size >> shift
    tables = list(struct.unpack_from("<109I", header, 76))
    more = struct.unpack_from("<I", header, 68)[0]
    while more < END_OF_CHAIN and len(tables) <= most:
        *further, more = struct.unpack(f"<{length // 4}I", _at(file, (more + 1) << shift, length))
        tables += further
    names, sector = set(), struct.unpack_from("<I", header, 48)[0]
    for _ in range(most):
        if sector >= END_OF_CHAIN:
            return names
        directory = _at(file, (sector + 1) << shift, length)
        names.update(_ole_name(directory[start : start + 128]) for start in range(0, length, 128))
        table, index = divmod(sector, length // 4)
        sector = struct.unpack("<I", _at(file, ((tables[table] + 1) << shift) + index * 4, 4))[0]
    raise EOFError  # the chain runs in a circle


def _ole_name(entry):
    return entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le") if entry[66] else ""


# Word, Excel and OFD: a zip of XML parts -----------------------------------------------------------------------------

MAIN_TYPE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MAIN_FOLDER = {"docx": "/word/", "xlsx": "/xl/"}
FORBIDDEN_PARTS = (
    (re.compile(r"vba|macro|activex|dialogsheet", re.IGNORECASE), "文件含有宏或者控件，请另存为不含宏的文件再上传。"),
    (re.compile(r"embeddings/|oleobject|afchunk", re.IGNORECASE), "文件含有嵌入对象，请改为图片或者单独上传。"),
    (re.compile(r"externallink|xl/connections", re.IGNORECASE), "文件引用了外部数据，请断开链接后重新上传。"),
)
FORBIDDEN_RELATIONS = {"oleobject", "package", "control", "afchunk", "vbaproject", "subdocument"}
SAFE_LINK = re.compile(r"(?:https?|mailto|tel|ftp):|file:///(?![/\\])|(?!//|\\)[^:/?#]*(?:[/?#]|$)", re.IGNORECASE)
FIELDS = re.compile(r"^\s*(?:DDE|DDEAUTO|LINK|INCLUDETEXT)\b", re.IGNORECASE | re.MULTILINE)
PROGRAMS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"Rar!\x1a", b"7z\xbc\xaf", OLE, b"%PDF-", b"#!")
UNSAFE_ENTRY = re.compile(r"^/|\\|:|[\x00-\x1f]|(?:^|/)\.\.(?:/|$)")


def _check_office(file, size, title, extension):
    with _opened(file, size, title, extension) as archive:
        _must("[Content_Types].xml" in archive.namelist(), title, extension)
        types = _attributes_in(archive, "[Content_Types].xml")
        mains = [part.get("PartName", "") for part in types if part.get("ContentType") == MAIN_TYPE[extension]]
        _refuse_parts([*archive.namelist(), *(part.get("ContentType", "") for part in types)])
        _must(len(mains) == 1 and mains[0].startswith(MAIN_FOLDER[extension]), title, extension)
        _must(mains[0][1:] in archive.namelist(), title, extension)
        _refuse_long(archive, ".rels", MAX_RELATIONS)
        if extension == "docx":
            _refuse_long(archive, ".xml", MAX_DOCUMENT_XML)
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _refuse_relations(_attributes_in(archive, name))
            elif extension == "docx" and name.lower().endswith(".xml"):
                _refuse_fields(archive, name)


def _refuse_long(archive, ending, limit):
    """What is read element by element has to be short, or one upload keeps a worker busy for a minute."""
    if sum(part.file_size for part in archive.infolist() if part.filename.lower().endswith(ending)) > limit:
        raise Refused("文件解开后过大，不予接收。")


def _check_ofd(file, size, title, extension):
    with _opened(file, size, title, extension) as archive:
        _must("OFD.xml" in archive.namelist(), title, extension)
        _must(_elements_in(archive, "OFD.xml")[0][0] == "OFD", title, extension)


def _opened(file, size, title, extension):
    """The archive, once its entries are known to be sound, complete, unencrypted and all that the file holds."""
    start = _at(file, 0, min(size, 1024))
    _must(start.startswith(b"PK\x03\x04"), title, extension)
    _refuse_unless_whole(file, size, start)
    archive = zipfile.ZipFile(file)
    _refuse_entries(archive.infolist())
    _refuse_gaps(file, archive)
    for entry in archive.infolist():
        blocks = _unpacked(archive, entry)
        if entry.filename.lower().endswith((".xml", ".rels")):
            _parse(blocks)
        else:
            _refuse_program(blocks)
    return archive


def _refuse_unless_whole(file, size, start):
    """Nothing may stand behind the archive, and its directory must be short enough to be read at once."""
    end = _at(file, size - 22, 22)
    if b"%PDF-" in start or not end.startswith(b"PK\x05\x06"):
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")
    length = struct.unpack_from("<I", end, 12)[0]
    if size > 98 and _at(file, size - 42, 4) == b"PK\x06\x07":
        length = struct.unpack_from("<Q", _at(file, size - 98, 56), 40)[0]
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
        flags, name, extra = struct.unpack("<6xH18xHH", _at(file, entry.header_offset, 30))
        gap = following - (entry.header_offset + 30 + name + extra + entry.compress_size)
        hidden |= gap not in ((0, 12, 16, 20, 24) if flags & 8 else (0,))
    if hidden:
        raise Refused("文件里夹带了另一种格式的内容，不予接收。")


def _unpacked(archive, entry):
    """The entry in blocks. One byte more than declared is asked for, so that a size that lies is found out."""
    asked, size = copy(entry), 0
    asked.file_size += 1
    with archive.open(asked) as part:
        while block := part.read(MIB):
            size += len(block)
            yield block
    if size != entry.file_size:
        raise zipfile.BadZipFile


def _parse(blocks, *, on_start=None, on_end=None, on_text=None):
    """Read XML without document type; entities and outside references need one."""
    parser, size = expat.ParserCreate(namespace_separator=" "), 0
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = on_start, on_end, on_text
    for block in blocks:
        parser.Parse(block, False)
        size += len(block)
        if size - parser.CurrentByteIndex > MAX_TOKEN:  # an unfinished tag is read again with every block
            raise expat.ExpatError
    parser.Parse(b"", True)


def _refuse_document_type(*_):
    raise Refused("文件内部含有文档类型声明，不予接收。")


def _elements_in(archive, name):
    """The local names and attributes of a part that is a list by nature, and short."""
    found, entry = [], archive.getinfo(name)
    if entry.file_size > 2 * MIB:
        raise Refused("文件解开后过大，不予接收。")
    _parse(_unpacked(archive, entry), on_start=lambda name, marks: found.append((name.rpartition(" ")[2], marks)))
    return found


def _attributes_in(archive, name):
    return [attributes for _, attributes in _elements_in(archive, name)]


def _refuse_parts(names):
    for pattern, sentence in FORBIDDEN_PARTS:
        if any(pattern.search(name) for name in names):
            raise Refused(sentence)


def _refuse_relations(relations):
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        target = relation.get("Target", "").strip()
        if kind in FORBIDDEN_RELATIONS:
            raise Refused("文件含有嵌入对象或者控件，请改为图片或者单独上传。")
        is_outside = relation.get("TargetMode", "").lower() == "external" or "://" in target or target.startswith("\\")
        if is_outside and kind != "hyperlink":
            raise Refused("文件引用了外部的模板、图片或者数据，请断开链接后重新上传。")
        if is_outside and not SAFE_LINK.match(target):
            raise Refused("文件里有不安全的超链接，请删除后重新上传。")


def _refuse_fields(archive, name):
    """Fields that fetch from outside when the document is opened (DDE). A field's text may be spread over many runs."""
    texts, element = io.StringIO(), [""]

    def on_start(name, attributes):
        element[0] = name.rpartition(" ")[2]
        if element[0] in ("fldChar", "fldSimple"):
            told = [text for key, text in attributes.items() if key.endswith("instr")]
            texts.write("\n".join(["", *told, ""]))

    def on_text(text):
        if element[0] == "instrText" and texts.write(text) and texts.tell() > MAX_TOKEN:
            raise EOFError

    def on_end(_):
        element[0] = ""

    _parse(_unpacked(archive, archive.getinfo(name)), on_start=on_start, on_end=on_end, on_text=on_text)
    if FIELDS.search(texts.getvalue()):
        raise Refused("文件含有从外部取数的域，请转换为文本后重新上传。")


DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, expat.ExpatError, EOFError, OSError, IndexError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip

FORMATS = {
    "pdf": Format("PDF 文件", "application/pdf", _check_pdf),
    "ofd": Format("OFD 文件", "application/ofd", _check_ofd),
    "docx": Format(
        "Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _check_office
    ),
    "xlsx": Format("Excel 工作簿", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _check_office),
    "doc": Format("Word 97 文档", "application/msword", _check_ole),
    "xls": Format("Excel 97 工作簿", "application/vnd.ms-excel", _check_ole),
    "wps": Format("WPS 文字文档", "application/wps-office.wps", _check_ole),
    "png": Format("PNG 图片", "image/png", _check_png),
    "jpg": Format("JPEG 图片", "image/jpeg", _check_jpeg),
    "jpeg": Format("JPEG 图片", "image/jpeg", _check_jpeg),
    "txt": Format("文本文件", "text/plain", _check_text),
    "csv": Format("CSV 文件", "text/csv", _check_text),
}
