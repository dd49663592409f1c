"""The only place that decides whether an uploaded file may be kept.

The extension names a format of a short list, and the content must be that format and nothing else: right signature,
right structure, nothing before it, behind it or hidden in it that a reader's program would run, fetch or unpack.
Files are read in blocks and never held whole. What is refused is refused with a sentence for the person who uploads.
It is no virus scanner: macros of old .xls sheets (XLM) and what a PDF hides behind unusual filters are not found.
"""

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from django.conf import settings

from workflow.uploads.names import MAX_NAME, clean_name
from workflow.uploads.ofd import check_ofd
from workflow.uploads.office import check_office
from workflow.uploads.ole import OLE, check_ole
from workflow.uploads.pdf import check_pdf
from workflow.uploads.pictures import check_jpeg, check_png
from workflow.uploads.reading import BLOCK, MIB, blocks_of
from workflow.uploads.refusals import Refused
from workflow.uploads.text import check_text

__all__ = ["BLOCK", "FORMATS", "MAX_NAME", "OLE", "Examined", "Refused", "clean_name", "examine"]


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
    for block in blocks_of(uploaded):
        size += len(block)
        digest.update(block)
        if size > settings.ATTACHMENT_MAX_BYTES:
            break
    _refuse_size(size)
    return size, f"{algorithm}:{digest.hexdigest()}"


DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, expat.ExpatError, EOFError, OSError, IndexError,
    NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip

FORMATS = {
    "pdf": Format("PDF文件", "application/pdf", check_pdf),
    "ofd": Format("OFD文件", "application/ofd", check_ofd),
    "docx": Format("Word文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", check_office),
    "xlsx": Format("Excel工作簿", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", check_office),
    "doc": Format("Word 97文档", "application/msword", check_ole),
    "xls": Format("Excel 97工作簿", "application/vnd.ms-excel", check_ole),
    "wps": Format("WPS文字文档", "application/wps-office.wps", check_ole),
    "png": Format("PNG图片", "image/png", check_png),
    "jpg": Format("JPEG图片", "image/jpeg", check_jpeg),
    "jpeg": Format("JPEG图片", "image/jpeg", check_jpeg),
    "txt": Format("文本文件", "text/plain", check_text),
    "csv": Format("CSV文件", "text/csv", check_text),
}
