"""Pictures: PNG and JPEG, piece by piece from the first byte to the last."""

import re
import struct
import zlib

from workflow.uploads.reading import MAX_PIECES, at, blocks_of
from workflow.uploads.refusals import Refused, must, refuse_second_format

MAX_PIXELS = 200_000_000


def check_png(file, size, title, extension):
    must(at(file, 0, min(size, 8)) == b"\x89PNG\r\n\x1a\n", title, extension)
    refuse_second_format(file, size)
    offset, kind, pieces = 8, b"", 0
    while kind != b"IEND":
        pieces = _one_more(pieces)
        length, kind = struct.unpack(">I4s", at(file, offset, 8))
        if offset == 8:
            must(kind == b"IHDR" and length == 13, title, extension)
            _refuse_pixels(*struct.unpack(">II", at(file, 16, 8)))
        must(kind.isalpha() and offset + 12 + length <= size, title, extension)
        if _checksum(file, offset + 4, length + 4) != struct.unpack(">I", at(file, offset + 8 + length, 4))[0]:
            raise EOFError
        offset += 12 + length
    _refuse_tail(offset != size)


def _one_more(pieces):
    if pieces == MAX_PIECES:
        raise EOFError
    return pieces + 1


def _checksum(file, offset, length):
    checksum = 0
    for block in blocks_of(file, start=offset):
        checksum = zlib.crc32(block[:length], checksum)
        length -= len(block)
        if length <= 0:
            break
    return checksum


def check_jpeg(file, size, title, extension):
    must(at(file, 0, min(size, 3)) == b"\xff\xd8\xff", title, extension)
    refuse_second_format(file, size)
    end, pictures = _end_of_jpeg(file, 2), 1
    # cameras append a preview as a second picture
    while pictures < 10 and size - end > 2 and at(file, end, 2) == b"\xff\xd8":
        end, pictures = _end_of_jpeg(file, end + 2), pictures + 1
    _refuse_tail(any(block.strip(b"\0") for block in blocks_of(file, start=end)))


def _end_of_jpeg(file, offset):
    has_frame, pieces = False, 0
    while True:
        pieces = _one_more(pieces)
        sign, marker = at(file, offset, 2)
        if sign != 0xFF:
            raise EOFError
        if marker == 0xFF:  # padding
            offset += 1
        elif marker == 0xD9:
            if not has_frame:
                raise EOFError
            return offset + 2
        else:
            length = max(2, struct.unpack(">H", at(file, offset + 2, 2))[0])
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                has_frame = True
                _refuse_pixels(*struct.unpack(">HH", at(file, offset + 5, 4)))
            offset += 2 + length
            if marker == 0xDA:
                offset = _end_of_scan(file, offset)


def _end_of_scan(file, offset):
    """Where the next marker stands behind compressed picture lines."""
    carried = b""
    for block in blocks_of(file, start=offset):
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
