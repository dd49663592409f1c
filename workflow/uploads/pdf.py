"""PDF: complete, and without the names that make it act, in the open or in packed objects."""

import re
import zlib

from workflow.uploads.reading import MAX_PIECES, MAX_UNPACKED, MIB, at, blocks_of
from workflow.uploads.refusals import Refused, must, refuse_second_format


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


def check_pdf(file, size, title, extension):
    must(re.match(rb"%PDF-[12]\.\d", at(file, 0, min(size, 8))), title, extension)
    refuse_second_format(file, size, own=b"%PDF-")
    tail = at(file, max(0, size - 2048), min(size, 2048)).rstrip(b"\0\t\n\f\r ")
    if not tail.endswith(b"%%EOF") or b"startxref" not in tail:
        raise EOFError
    packed = _refuse_active(blocks_of(file))
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
        for block in blocks_of(file, start=max(0, offset - 1024) + start.end()):
            while block and not stream.eof:
                unpacked, read = stream.decompress(block, MIB), len(block)
                block = stream.unconsumed_tail
                read -= len(block) + len(stream.unused_data)
                budget[0] -= len(unpacked) + read  # to read what unpacks to nothing takes its time as well
                if budget[0] < 0:
                    raise Refused("文件解开后过大，不予接收。")
                yield unpacked
            if stream.eof:
                return
    except zlib.error:
        if b"Filter" in around[: start.start()]:
            raise
