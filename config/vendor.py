"""Copies the few files of the npm packages that the pages use to ``assets/vendor``."""

import re
import shutil
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = BASE_DIR / "node_modules"
VENDOR = BASE_DIR / "assets" / "vendor"

FILES = {"@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css"}

SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n]*")


def main():
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        content = (PACKAGES / source).read_text(encoding="utf-8")
        # A manifest storage looks for the map that the comment names, and fails.
        (VENDOR / target).write_text(SOURCE_MAP.sub("", content), encoding="utf-8")


if __name__ == "__main__":
    main()
