"""Text: UTF-8 or GB18030 throughout, and not the beginning of mark-up."""

import codecs
import re

from workflow.uploads.reading import at, blocks_of
from workflow.uploads.refusals import Refused, must, refuse_second_format

MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"{\\rtf", b"mime-version:")
NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_text(file, size, title, extension):
    refuse_second_format(file, size)
    start = at(file, 0, min(size, 1024)).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    must(not start.startswith(MARKUP), title, extension)
    if any(NOT_TEXT.search(block) for block in blocks_of(file)):
        raise Refused("文件里有不属于文本的字符。请以 UTF-8 编码另存后再上传。")
    if not any(_decodes(file, encoding) for encoding in ("utf-8", "gb18030")):
        raise Refused("文本编码无法识别。请以 UTF-8 或 GB18030 编码另存后再上传。")


def _decodes(file, encoding):
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks_of(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
