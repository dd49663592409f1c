"""File names as they may be shown, stored in a row and sent in a header."""

import re
import unicodedata

MAX_NAME = 150
NAMELESS = "未命名"


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
