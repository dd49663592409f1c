"""The only place that writes the cells of the ledger as HTML: six hundred a page are too many for a template that asks of each.

What stands in a cell is what a file says of it: no word more, no word less.
"""

from html import escape

from django.templatetags.static import static
from django.utils.safestring import mark_safe


def row_of(line):
    """The cells of a line, one after another, every text and address escaped."""
    return mark_safe("".join(map(_cell, line.cells)))


def _cell(cell):
    key, label = cell.column.key, escape(cell.column.label)
    if key == "title":
        return f'<td class="row-title ledger-title">{_content(cell)}</td>'
    return f'<td class="{"fixed " if cell.column.fixed else ""}ledger-{key}" data-label="{label}">{_content(cell)}</td>'


def _content(cell):
    text = escape(str(cell.text))
    if cell.light:
        tone, icons = cell.light.tone, escape(static("img/icons.svg"))
        shape = f'<svg class="light-shape" aria-hidden="true"><use href="{icons}#light-{tone}"></use></svg>'
        return f'<span class="light light-{tone}">{shape}{text}</span>'
    return f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text
