"""Two versions of a document side by side: what was taken out and what came in, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Compared:
    """One element in both versions: pieces of (text, whether it stands in this version only)."""

    label: str
    before: list
    after: list

    @property
    def differs(self):
        return any(changed for _, changed in (*self.before, *self.after))


def compared(before, after):
    """The elements of two documents of a kind, the later one's labels."""
    earlier = dict(before.element_rows)
    pairs = [("标题", before.title, after.title)]
    pairs += [(label, earlier.get(label, ""), text) for label, text in after.element_rows]
    return [_pieces(*pair) for pair in pairs]


def _pieces(label, before, after):
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[a:b]:
            left.append((before[a:b], kind != "equal"))
        if after[c:d]:
            right.append((after[c:d], kind != "equal"))
    return Compared(label, left, right)
