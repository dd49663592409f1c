"""XML as an uploaded file may hold it: well formed, in blocks, without document type."""

from xml.parsers import expat

from workflow.uploads.reading import MIB
from workflow.uploads.refusals import Refused

MAX_TOKEN = 8 * MIB


def parse(blocks, *, on_start=None, on_end=None, on_text=None):
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
