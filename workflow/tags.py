"""What templates say in one word: a day, a moment, an icon. Built into every template of the project.

Django's ``date`` reads its format anew at every use, and a list has a hundred of them: a day takes a third of the time this way.
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.filter(expects_localtime=True)
def day(value):
    """A date, or the day of a moment, as ``2026-11-27``; nothing for none."""
    return f"{value:%Y-%m-%d}" if value else ""


@register.filter(expects_localtime=True)
def moment(value):
    """A moment in Shanghai's time as ``2026-11-27 09:30``; nothing for none."""
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


@register.simple_tag
def icon(name, small=False):
    """A symbol of ``static/img/icons.svg``. Decoration only: the words stand beside it."""
    size = " icon-small" if small else ""
    symbol = f"{static('img/icons.svg')}#icon-{name}"
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}"></use></svg>', size, symbol)
