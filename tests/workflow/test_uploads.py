"""Samples good and hostile, built here byte by byte, against the one decision whether a file may be kept."""

import hashlib
import io
import random
import struct
import tempfile
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile

from workflow import uploads
from workflow.uploads import MAX_NAME, Examined, Refused, clean_name, examine

MIB = 1024 * 1024


def uploaded(name, content):
    """As the request's parser delivers it, except that the name is passed on untouched."""
    file = InMemoryUploadedFile(io.BytesIO(content), None, "x", "application/octet-stream", len(content), None)
    file._name = name
    return file


def refusal(name, content):
    file = uploaded(name, content)
    with pytest.raises(Refused) as refused:
        examine(file)
    assert file.tell() == 0
    assert any("\u4e00" <= character <= "\u9fff" for character in str(refused.value))
    return str(refused.value)


def packed(parts, *, method=zipfile.ZIP_DEFLATED):
    """A zip of these parts; a list instead of a mapping may repeat a name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content)
    return target.getvalue()


# Good samples ---------------------------------------------------------------------------------------------------

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
}


def content_types(main, media_type, more=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{TYPES}"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="{media_type}"/>{more}</Types>'
    )


def relations(*marks):
    lines = "".join(f'<Relationship Id="r{number}" {mark}/>' for number, mark in enumerate(marks))
    return f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def relation(kind, target, mode="External"):
    return f'Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"'


def document(body="<w:p/>"):
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def office(kind="docx", more=None, **options):
    main, media_type = MAIN[kind]
    parts = {
        "[Content_Types].xml": content_types(main, media_type),
        "_rels/.rels": relations(relation("officeDocument", main, "Internal")),
        main: document("<w:p><w:r><w:t>关于协调事项的报告</w:t></w:r></w:p>"),
    }
    return packed(parts | (more or {}), **options)


def ofd(more=None):
    root = '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'
    return packed({"OFD.xml": root, "Doc_0/Document.xml": "<Document/>"} | (more or {}))


def pdf(body=b"", head=b"%PDF-1.7\n", tail=b"startxref\n9\n%%EOF\n"):
    return head + b"1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + tail


def object_stream(content, *, filtered=True):
    marks = b"/Filter /FlateDecode " if filtered else b""
    content = zlib.compress(content) if filtered else content
    return b"2 0 obj\n<< " + marks + b"/Type /ObjStm /N 1 >>\nstream\r\n" + content + b"\nendstream\nendobj\n"


def chunk(kind, content=b""):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width=1, height=1, more=b""):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + more + chunk(b"IEND")
    )


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(width=1, height=1, lines=b"\x12\xff\x00\x34\xff\xd0\x56", more=b""):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    picture = (
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + more + segment(0xC0, frame) + segment(0xDA, b"\1\1\0\0\x3f\0")
    )
    return b"\xff\xd8" + picture + lines + b"\xff\xd9"


def ole(*names, chain=None):
    """A compound file whose directory holds these storages and streams, four in a sector."""
    names = ["Root Entry", *names]
    sectors = -(-len(names) // 4)
    header = bytearray(512)
    header[:8], header[28:30] = uploads.OLE, b"\xfe\xff"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)  # the directory begins in sector 1, the table is sector 0
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    chain = chain or [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    directory = bytearray(512 * sectors)
    for number, name in enumerate(names):
        text = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(text)] = text
        struct.pack_into("<HB", directory, number * 128 + 64, len(text) + 2, 5 if number == 0 else 2)
    return bytes(header) + table + bytes(directory)


PHOTOGRAPH = jpeg() + jpeg() + b"\0" * 40  # with a preview behind it, as cameras write it
WEB_LINK = relations(relation("hyperlink", "https://example.org/a?b=c:d"), relation("hyperlink", "mailto:a@b.cn"))
GOOD = {
    "a.pdf": pdf(),
    "packed.pdf": pdf(object_stream(b"<< /Type /Page >>")),
    "plain.pdf": pdf(object_stream(b"<< /Type /Page >>", filtered=False)),
    "opens.pdf": pdf(b"<< /OpenAction [3 0 R /Fit] >>"),
    "a.ofd": ofd(),
    "a.docx": office(),
    "stored.docx": office(method=zipfile.ZIP_STORED),
    "links.docx": office(more={"word/_rels/document.xml.rels": WEB_LINK}),
    "relative.docx": office(more={"word/_rels/a.xml.rels": relations(relation("hyperlink", "附件/a.docx#b:c"))}),
    "picture.docx": office(more={"word/media/image1.png": png()}),
    "fields.docx": office(more={"word/header1.xml": document("<w:instrText> PAGE </w:instrText>")}),
    "a.xlsx": office("xlsx"),
    "a.doc": ole("WordDocument", "1Table", "\x01CompObj", "\x05SummaryInformation", "\x05DocumentSummaryInformation"),
    "a.xls": ole("Workbook"),
    "old.xls": ole("Book"),
    "a.wps": ole("WordDocument"),
    "a.png": png(),
    "a.jpg": jpeg(),
    "long.jpg": jpeg(lines=b"a" * (uploads.BLOCK - 1)),  # the end marker lies across two blocks
    "a.JPEG": PHOTOGRAPH,
    "a.txt": "一、情况\r\n\t二、意见".encode(),
    "bom.txt": "情况".encode("utf-8-sig"),
    "old.txt": "关于协调事项的报告".encode("gb18030"),
    "a.csv": "序号,事项\r\n1,核查".encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_kept(name):
    content = GOOD[name]
    file = uploaded(name, content)
    examined = examine(file)
    extension = name.rpartition(".")[2].lower()
    assert examined == Examined(uploads.FORMATS[extension].media_type, len(content), examined.digest, extension, name)
    algorithm, _, digest = examined.digest.partition(":")
    assert digest == hashlib.new(algorithm, content).hexdigest()
    assert file.read() == content


def test_sm3_where_there_is_sm3_else_sha256(monkeypatch):
    algorithm = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"
    assert examine(uploaded("a.txt", b"a")).digest.startswith(f"{algorithm}:")

    def without_sm3(name):
        raise ValueError(name)

    monkeypatch.setattr(hashlib, "new", without_sm3)
    assert examine(uploaded("a.txt", b"a")).digest == f"sha256:{hashlib.sha256(b'a').hexdigest()}"


# Size and kind --------------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused():
    assert "空" in refusal("a.txt", b"")


def test_the_limit_and_the_size_are_named(settings):
    settings.ATTACHMENT_MAX_BYTES = 2 * MIB
    examine(uploaded("a.txt", b"a" * 2 * MIB))
    assert refusal("a.txt", b"a" * 3 * MIB) == "文件大小为 3.0 MB，超过上限 2.0 MB。"


def test_the_size_is_measured_not_believed(settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    file = uploaded("a.txt", b"a" * 101)
    file.size = 5
    with pytest.raises(Refused, match="超过上限"):
        examine(file)


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.pdf.exe", "a", ".htaccess", "a.docm", "a.svg", "a.zip", "合同\u202efdp.exe", "a.pdf::$DATA", ""],
)
def test_other_extensions_are_refused(name):
    assert "不接受" in refusal(name, pdf())


def test_every_format_under_every_other_extension_is_refused():
    families = [{"jpg", "jpeg"}, {"txt", "csv"}, {"doc", "wps"}]
    for name, content in GOOD.items():
        true = name.rpartition(".")[2].lower()
        for extension in uploads.FORMATS:
            if extension != true and not any({extension, true} <= family for family in families):
                refusal(f"a.{extension}", content)


# Hostile samples ------------------------------------------------------------------------------------------------


def instruction(*texts):
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
    return document(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>')


def with_types(more, kind="docx"):
    return office(kind, more={"[Content_Types].xml": content_types(*MAIN[kind], more)})


def with_relation(kind, target, mode="External"):
    return office(more={"word/_rels/document.xml.rels": relations(relation(kind, target, mode))})


def patched(content, signature, offset, form, value):
    """Overwrite a field in every record of the zip that begins with this signature."""
    content, start = bytearray(content), 0
    while (start := content.find(signature, start)) >= 0:
        struct.pack_into(form, content, start + offset, value)
        start += 4
    return bytes(content)


def lying_about_size():
    """Declares 1000 bytes for a part that unpacks to 3 MiB, with the checksum of those 1000."""
    content = office(more={"word/media/a.bin": b"\1" * 3 * MIB})
    entry = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/media/a.bin")
    for old, new in ((3 * MIB, 1000), (entry.CRC, zlib.crc32(b"\1" * 1000))):
        content = content.replace(struct.pack("<I", old), struct.pack("<I", new))
    return content


def linked_entry():
    entry = zipfile.ZipInfo("word/link")
    entry.external_attr = 0o120777 << 16
    return packed([*zip_parts(office()), (entry, "/etc/passwd")])


def zip_parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def named(name):
    return packed([*zip_parts(office()), (name, b"x")])


def with_gap():
    """A script between the last part and the directory, with every offset right."""
    content = office()
    start = content.index(b"PK\x01\x02")
    script = b"<script>alert(1)</script>"
    content = content[:start] + script + content[start:]
    return patched(content, b"PK\x05\x06", 16, "<I", start + len(script))


NOISE = random.Random(1).randbytes(200_000)
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE_ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
EMPTY_ZIP = b"PK\x05\x06" + b"\0" * 18

HOSTILE = {
    # programs and mark-up under a harmless name
    "program.pdf": b"MZ\x90\0" + b"\0" * 100,
    "program.txt": b"MZ\x90\0" + b"\0" * 100,
    "page.txt": b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>",
    "drawing.csv": b"<svg onload=alert(1)>",
    "rich.txt": b"{\\rtf1 hello}",
    "message.txt": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n",
    "nul.txt": b"a\0b",
    "late_nul.txt": b"a" * 200_000 + b"\0",
    "escape.txt": b"\x1b[31mred",
    "utf16.txt": "情况".encode("utf-16"),
    "broken.txt": b"\xff\xfe\xff",
    "cut.txt": "情况".encode()[:-1],
    "zip.txt": b"PK\x03\x04 text",
    "pdf.txt": b"note %PDF-1.4 note",
    "txt_zip.txt": b"text " + packed({"a": "b"}),
    # PDF
    "empty_body.pdf": b"%PDF-1.7",
    "late_head.pdf": b"#!/bin/sh\n" + pdf(),
    "no_end.pdf": pdf(tail=b""),
    "no_table.pdf": pdf(tail=b"%%EOF"),
    "behind.pdf": pdf() + b"<script>alert(1)</script>",
    "zip_behind.pdf": pdf() + packed({"a": "b"}),
    "zip_with_comment.pdf": pdf(packed({"a": "b"})[:-2] + b"\x14\0", tail=b"startxref\n9\n%%EOF\n"),
    "zip_inside.pdf": pdf(packed({"a": "b"})),
    "zip_first.pdf": packed({"a": "b"}) + pdf(),
    "script.pdf": pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
    "spelt_script.pdf": pdf(b"<< /S /J#61v#61Script /JS (app.alert(1)) >>"),
    "spelt_upper.pdf": pdf(b"<< /S /#4A#61vaScrip#74 >>"),
    "launch.pdf": pdf(b"<< /S /Launch /F (cmd.exe) >>"),
    "embedded.pdf": pdf(b"<< /Type /EmbeddedFile >>"),
    "media.pdf": pdf(b"<< /Subtype /RichMedia >>"),
    "encrypted.pdf": pdf(b"trailer << /Encrypt 5 0 R >>\n"),
    "packed_script.pdf": pdf(object_stream(b"<< /S /JavaScript >>")),
    "packed_plain_script.pdf": pdf(object_stream(b"<< /S /JavaScript >>", filtered=False)),
    "across_blocks.pdf": pdf(b"a" * (uploads.BLOCK - 50) + b"/JavaScript"),
    "broken_stream.pdf": pdf(object_stream(b"x").replace(zlib.compress(b"x"), b"\x78\x9c\xff\xff\xff\xff")),
    "read_again.pdf": pdf(b"/ObjStm " * 350 + b"stream\n" + zlib.compress(b"", 0)[:2] + b"\0\0\0\xff\xff" * 200_000),
    "many_streams.pdf": pdf((b"/ObjStm stream\n" + zlib.compress(b"")) * 20_000),
    "no_stream.pdf": pdf(b"<< /Type /ObjStm >>" + b" " * 5000),
    "bomb.pdf": pdf(object_stream(b" " * (201 * MIB))),
    # pictures
    "zip_behind.png": png() + packed({"a": "b"}),
    "empty_zip_behind.png": png() + EMPTY_ZIP,
    "behind.png": png() + b"<?php",
    "zip_inside.png": png(more=chunk(b"zTXt", packed({"a": "b"}))),
    "zip_behind.jpg": jpeg() + packed({"a": "b"}),
    "behind.jpg": jpeg() + b"<?php",
    "second.jpg": jpeg() + jpeg() + b"<?php",
    "rar_inside.jpg": jpeg(more=segment(0xFE, b"Rar!\x1a\x07\0")),
    "zip_inside.jpg": jpeg(more=segment(0xFE, packed({"a": "b"}))),
    "pdf_inside.jpg": jpeg(more=segment(0xFE, b"%PDF-1.4 ")),
    "pdf_inside.png": png(more=chunk(b"tEXt", b"%PDF-1.4 ")),
    "wide.png": png(100_000, 100_000),
    "wide.jpg": jpeg(65535, 65535),
    "many.png": png(more=chunk(b"tEXt") * 20_000),
    "many.jpg": jpeg(more=segment(0xFE, b"") * 20_000),
    "padded.jpg": jpeg(more=b"\xff" * 20_000),
    "cut.png": png()[:-4],
    "wrong_sum.png": png()[:-1] + b"\0",
    "long_chunk.png": png()[:33] + b"\x7f\xff\xff\xffIDAT",
    "no_header.png": b"\x89PNG\r\n\x1a\n" + chunk(b"IEND"),
    "cut.jpg": jpeg()[:-2],
    "no_frame.jpg": b"\xff\xd8\xff\xd9",
    "signature_only.jpg": b"\xff\xd8\xff",
    "garbled.jpg": b"\xff\xd8\xff\xe0\0\4ab" + b"garbage",
    # compound files
    "macros.doc": ole("WordDocument", "Macros"),
    "macros.xls": ole("Workbook", "_VBA_PROJECT_CUR"),
    "project.wps": ole("WordDocument", "a", "b", "c", "d", "VBA"),
    "object.doc": ole("WordDocument", "ObjectPool", "_1234567890"),
    "package.doc": ole("WordDocument", "\x01Ole10Native"),
    "object.xls": ole("Workbook", "MBD0012A3F4"),
    "encrypted.doc": ole("EncryptedPackage", "EncryptionInfo"),
    "encrypted.docx": ole("EncryptedPackage", "EncryptionInfo"),
    "installer.doc": ole("Property", "Media"),
    "circle.doc": ole("WordDocument", "a", "b", "c", "d", chain=[0xFFFFFFFD, 2, 1]),
    "far.doc": ole("WordDocument", "a", "b", "c", "d", chain=[0xFFFFFFFD, 99999, 1]),
    "signature_only.doc": uploads.OLE,
    "odd_sectors.doc": uploads.OLE + b"\0" * 600,
    "zip_behind.doc": ole("WordDocument") + packed({"a": "b"}),
    # the zip itself
    "empty.docx": EMPTY_ZIP,
    "cut.docx": office()[:-30],
    "cut_front.docx": office()[30:],
    "behind.docx": office() + b"<script>",
    "two.docx": packed({"a": "b"}) + office(),
    "before.docx": b"<script>" + office(),
    "gap.docx": with_gap(),
    "pdf_inside.docx": packed([("a.txt", b"text %PDF-1.4"), *zip_parts(office())], method=zipfile.ZIP_STORED),
    "comment.docx": patched(office(), b"PK\x05\x06", 20, "<H", 8) + b"<script>",
    "encrypted_entry.docx": patched(office(), b"PK\x01\x02", 8, "<H", 1),
    "method.docx": patched(office(), b"PK\x01\x02", 10, "<H", 99),
    "lzma.docx": office(method=zipfile.ZIP_LZMA),
    "many.docx": office(more={f"word/{number}": "" for number in range(2001)}),
    "bomb.docx": office(more={"word/media/a.bmp": b"\0" * 20 * MIB}),
    "wide_bomb.docx": office(more={f"word/{n}.bin": b"a" * 29 * MIB + NOISE for n in range(7)}),
    "lying.docx": lying_about_size(),
    "wrong_sum.docx": patched(office(), b"PK\x01\x02", 16, "<I", 7),
    "parent.docx": named("../../etc/cron.d/x"),
    "absolute.docx": named("/etc/passwd"),
    "drive.docx": named("c:/windows/x"),
    "backslash.docx": named("word\\..\\..\\x"),
    "nul.docx": named("word/a.txt_exe").replace(b"a.txt_exe", b"a.txt\0exe"),
    "link.docx": linked_entry(),
    "case.docx": named("WORD/document.xml"),
    # what is in the parts
    "other.docx": packed({"a": "b"}),
    "bare.docx": packed({"[Content_Types].xml": content_types("word/document.xml", "application/xml")}),
    "no_main.docx": packed({"[Content_Types].xml": content_types(*MAIN["docx"]), "word/a.xml": "<a/>"}),
    "two_mains.docx": with_types(f'<Override PartName="/word/b.xml" ContentType="{MAIN["docx"][1]}"/>'),
    "macro_type.docx": office(more={"[Content_Types].xml": content_types("word/document.xml", MACRO_TYPE)}),
    "macro.docx": office(more={"word/vbaProject.bin": b"x"}),
    "renamed_macro.docx": with_types(
        '<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    ),
    "macro_sheet.xlsx": office("xlsx", more={"xl/macrosheets/sheet1.xml": "<a/>"}),
    "control.docx": office(more={"word/activeX/activeX1.xml": "<a/>"}),
    "object.docx": office(more={"word/embeddings/oleObject1.bin": b"x"}),
    "renamed_object.docx": with_types(
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'
    ),
    "chunk.docx": with_relation("aFChunk", "a.html", "Internal"),
    "linked_object.docx": with_relation("oleObject", "word/a.bin", "Internal"),
    "template.docx": with_relation("attachedTemplate", "https://example.org/a.dotm"),
    "picture.docx": with_relation("image", "https://example.org/a.png"),
    "quiet_picture.docx": with_relation("image", "https://example.org/a.png", "Internal"),
    "case_picture.docx": with_relation("image", "a.png", "EXTERNAL"),
    "share.docx": with_relation("image", "\\\\host\\share\\a.png", "Internal"),
    "script_link.docx": with_relation("hyperlink", "javascript:alert(1)"),
    "share_link.docx": with_relation("hyperlink", "\\\\host\\share"),
    "share_file_link.docx": with_relation("hyperlink", "file://host/share"),
    "protocol_link.docx": with_relation("hyperlink", "ms-msdt:/id x"),
    "outside.xlsx": office("xlsx", more={"xl/externalLinks/externalLink1.xml": "<a/>"}),
    "connection.xlsx": office("xlsx", more={"xl/connections.xml": "<a/>"}),
    "long_xml.docx": office(more={f"word/{n}.xml": document("<w:p/>" * 3_000_000 + NOISE.hex()) for n in range(4)}),
    "dde.docx": office(more={"word/document.xml": instruction(" DDEAUTO c:\\\\windows\\\\cmd.exe")}),
    "split_dde.docx": office(more={"word/document.xml": instruction(" DD", "EAU", "TO cmd.exe")}),
    "simple_dde.docx": office(more={"word/a.xml": document('<w:fldSimple w:instr=" dde cmd.exe"/>')}),
    "laughs.docx": office(more={"word/a.xml": LAUGHS}),
    "entity.docx": office(more={"docProps/app.xml": OUTSIDE_ENTITY}),
    "entity_types.docx": office(more={"[Content_Types].xml": OUTSIDE_ENTITY}),
    "entity16.docx": office(more={"word/a.xml": ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS).encode("utf-16")}),
    "not_xml.docx": office(more={"word/a.xml": "<a>"}),
    "long_tag.docx": office(more={"word/a.xml": b"<a b='" + random.Random(1).randbytes(7 * MIB).hex().encode() + b"'/>"}),
    "program.docx": office(more={"word/media/image1.png": b"MZ\x90\0"}),
    "archive.docx": office(more={"word/media/image1.png": packed({"a": "b"})}),
    "long_relations.docx": office(more={"word/_rels/a.rels": relations(*[relation("hyperlink", "a")] * 30_000)}),
    "many_relations.docx": office(more={f"a{n}.rels": "<a>" + "<b/>" * 400_000 + NOISE.hex() + "</a>" for n in range(3)}),
    "other.ofd": packed({"ofd.txt": "b"}),
    "root.ofd": packed({"OFD.xml": "<html/>"}),
    "long_root.ofd": packed({"OFD.xml": "<OFD>" + "<a/>" * 600_000 + NOISE.hex() + "</OFD>"}),
    "entity.ofd": packed({"OFD.xml": OUTSIDE_ENTITY}),
    "program.ofd": ofd({"Doc_0/Attachs/a.png": b"MZ\x90\0"}),
    "document.ofd": ofd({"Doc_0/Attachs/a.doc": ole("WordDocument")}),
    "parent.ofd": ofd({"../x": "b"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name):
    refusal(name, HOSTILE[name])


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("macro.docx", "宏"),
        ("object.docx", "嵌入"),
        ("template.docx", "外部"),
        ("encrypted_entry.docx", "加密"),
        ("bomb.docx", "压缩比"),
        ("wide_bomb.docx", "过大"),
        ("many.docx", "过大"),
        ("parent.docx", "路径"),
        ("absolute.docx", "路径"),
        ("backslash.docx", "路径"),
        ("nul.docx", "路径"),
        ("link.docx", "路径"),
        ("case.docx", "重名"),
        ("gap.docx", "夹带"),
        ("two.docx", "夹带"),
        ("many_relations.docx", "过大"),
        ("pdf_inside.docx", "夹带"),
        ("comment.docx", "夹带"),
        ("lying.docx", "损坏"),
        ("wrong_sum.docx", "损坏"),
        ("cut.docx", "夹带"),
        ("laughs.docx", "类型声明"),
        ("entity16.docx", "类型声明"),
        ("split_dde.docx", "域"),
        ("simple_dde.docx", "域"),
        ("script_link.docx", "超链接"),
        ("long_tag.docx", "损坏"),
        ("long_xml.docx", "过大"),
        ("many.png", "损坏"),
        ("many.jpg", "损坏"),
        ("program.docx", "程序"),
        ("archive.docx", "压缩包"),
        ("spelt_script.pdf", "脚本"),
        ("packed_script.pdf", "脚本"),
        ("across_blocks.pdf", "脚本"),
        ("encrypted.pdf", "加密"),
        ("bomb.pdf", "过大"),
        ("broken_stream.pdf", "损坏，不是完整的PDF文件"),
        ("zip_behind.png", "夹带"),
        ("behind.jpg", "末尾"),
        ("second.jpg", "末尾"),
        ("wide.png", "尺寸"),
        ("macros.doc", "宏"),
        ("object.xls", "嵌入"),
        ("circle.doc", "损坏"),
        ("installer.doc", "内容却不是Word 97文档"),
        ("program.pdf", "内容却不是PDF文件"),
    ],
)
def test_the_sentence_names_the_reason(name, word):
    """So that a sample is refused for what is wrong with it, and not by an accident of its making."""
    assert word in refusal(name, HOSTILE[name])


@pytest.mark.parametrize("name", GOOD)
def test_cut_and_garbled_files_never_raise_anything_else(name):
    """Cut anywhere, or with a byte changed anywhere, a file is kept or refused; there is no third outcome."""
    content, chance = GOOD[name], random.Random(name)
    for _ in range(150):
        place = chance.randrange(len(content))
        garbled = bytearray(content)
        garbled[place] = chance.randrange(256)
        for sample in (content[:place], bytes(garbled), content[place:]):
            try:
                examine(uploaded(name, sample))
            except Refused:
                continue


def test_a_big_file_is_never_held_whole():
    with tempfile.NamedTemporaryFile() as target:
        target.write(pdf(b"x" * 16 * MIB))
        target.flush()
        with open(target.name, "rb") as source:
            file = File(source, name="big.pdf")
            tracemalloc.start()
            examine(file)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
    assert peak < 2 * MIB


def test_a_file_that_the_parser_put_on_disk():
    with TemporaryUploadedFile("a.docx", "", 0, None) as file:
        file.write(office())
        file.size = file.tell()
        assert examine(file).extension == "docx"
        assert file.tell() == 0


# Names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("报告.docx", "报告.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\报告.PDF", "报告.PDF"),
        ("a/b\\c.txt", "c.txt"),
        ("a\0.txt", "a.txt"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie_ b.txt"),
        ("合同\u202efdp.exe", "合同fdp.exe"),
        ("a\u2066b\u2069\u200b\ufeff.txt", "ab.txt"),
        ("a\ud800.txt", "a.txt"),
        ("  两  个 空格 .txt", "两 个 空格.txt"),
        ("a.pdf. . ", "a.pdf"),
        ("...txt", "未命名.txt"),
        (".pdf", "未命名.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        (None, "未命名"),
        ("目录/", "未命名"),
        ("\u202e", "未命名"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("e\u0301.txt", "\u00e9.txt"),
        ("第1.2节关于若干问题的说明文字", "第1.2节关于若干问题的说明文字"),
        ("完成50%;终稿.docx", "完成50%;终稿.docx"),
    ],
)
def test_names_are_cleaned(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    "name", ["长" * 400 + ".docx", "长" * 400, "." * 400 + "a.txt", "a." * 300 + "txt", "x." + "y" * 400]
)
def test_long_names_keep_their_extension(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= MAX_NAME
    assert clean.endswith(".docx") or not name.endswith(".docx")


def test_random_names_are_never_empty_long_or_odd():
    chance = random.Random(3)
    for _ in range(2000):
        name = "".join(
            chr(chance.choice([46, 47, 92, 0x202E, 10, chance.randrange(0x3000)])) for _ in range(chance.randrange(9))
        )
        clean = clean_name(name)
        assert 0 < len(clean) <= MAX_NAME
        assert clean == clean_name(clean)
        assert not set(clean) & set('/\\\0\n\r\u202e<>:"|?*')
