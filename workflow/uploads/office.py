"""Word and Excel: a package without macros, embedded objects or anything fetched from outside."""

import io
import re

from workflow.uploads.markup import MAX_TOKEN, parse
from workflow.uploads.packages import attributes_in, opened, unpacked_from
from workflow.uploads.reading import MIB
from workflow.uploads.refusals import Refused, must

MAX_DOCUMENT_XML = 64 * MIB
MAX_RELATIONS = 4 * MIB
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


def check_office(file, size, title, extension):
    with opened(file, size, title, extension) as archive:
        must("[Content_Types].xml" in archive.namelist(), title, extension)
        types = attributes_in(archive, "[Content_Types].xml")
        mains = [part.get("PartName", "") for part in types if part.get("ContentType") == MAIN_TYPE[extension]]
        _refuse_parts([*archive.namelist(), *(part.get("ContentType", "") for part in types)])
        must(len(mains) == 1 and mains[0].startswith(MAIN_FOLDER[extension]), title, extension)
        must(mains[0][1:] in archive.namelist(), title, extension)
        _refuse_long(archive, ".rels", MAX_RELATIONS)
        if extension == "docx":
            _refuse_long(archive, ".xml", MAX_DOCUMENT_XML)
        for name in archive.namelist():
            if name.lower().endswith(".rels"):
                _refuse_relations(attributes_in(archive, name))
            elif extension == "docx" and name.lower().endswith(".xml"):
                _refuse_fields(archive, name)


def _refuse_long(archive, ending, limit):
    """What is read element by element has to be short, or one upload keeps a worker busy for a minute."""
    if sum(part.file_size for part in archive.infolist() if part.filename.lower().endswith(ending)) > limit:
        raise Refused("文件解开后过大，不予接收。")


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

    parse(unpacked_from(archive, archive.getinfo(name)), on_start=on_start, on_end=on_end, on_text=on_text)
    if FIELDS.search(texts.getvalue()):
        raise Refused("文件含有从外部取数的域，请转换为文本后重新上传。")
