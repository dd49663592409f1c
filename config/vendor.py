"""Copies the few files of the npm packages that the pages use to ``assets/vendor``, and draws the icon sprite."""

import re
import shutil
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = BASE_DIR / "node_modules" / "@tabler"
VENDOR = BASE_DIR / "assets" / "vendor"

FILES = {
    "core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "core/dist/js/tabler.min.js": "tabler/tabler.min.js",
}
ICONS = """
    alarm alert-triangle arrow-back-up arrow-left arrow-right ban bell building calendar calendar-due check
    checks chevron-down chevron-right circle-check circle-x clipboard-check clipboard-list clock download edit
    eye eye-off file-check file-description file-text filter flag folder forms gavel history home hourglass
    id-badge inbox info-circle key link list-details lock logout mail menu-2 message notes paperclip pencil
    phone player-pause player-play plus printer refresh report rubber-stamp search send settings shield-check
    shield-lock sitemap trash upload user user-check user-circle users writing x
""".split()  # noqa: SIM905, a list would take a page

SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\n]*")
OUTLINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BOUNDING_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def symbol(icon):
    drawing = DRAWING.search((PACKAGES / "icons" / "icons" / "outline" / f"{icon}.svg").read_text(encoding="utf-8"))[1]
    lines = " ".join(drawing.replace(BOUNDING_BOX, "").split())
    return f'<symbol id="{icon}" viewBox="0 0 24 24" {OUTLINE}>{lines}</symbol>'


def main():
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        content = (PACKAGES / source).read_text(encoding="utf-8")
        # A manifest storage looks for the map that the comment names, and fails.
        (VENDOR / target).write_text(SOURCE_MAP.sub("", content), encoding="utf-8")
    sprite = "\n".join(symbol(icon) for icon in ICONS)
    (VENDOR / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{sprite}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()
