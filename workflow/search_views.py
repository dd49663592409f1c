"""The page of the search: what was found of every kind, and the whole of one kind page by page."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_GET

from workflow.forms import CleanForm
from workflow.search import MOST_LETTERS, MOST_WORDS, kinds, search, words_of

OF_A_KIND, ON_A_PAGE = 20, 50


class SearchForm(CleanForm):
    """The words looked for, and the one kind that is shown in full."""

    q = forms.CharField(
        label="搜索", max_length=MOST_LETTERS, required=False, error_messages={"max_length": f"最多{MOST_LETTERS}个字，请缩短后再搜索。"},
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "多个词用空格隔开，须全部出现"}),
    )  # fmt: skip

    def clean_q(self):
        words = words_of(self.cleaned_data["q"])
        if len(words) > MOST_WORDS:
            raise ValidationError(f"最多{MOST_WORDS}个词，请减少后再搜索。")
        return words


@require_GET
def search_page(request):
    """Search everything that the actor may read."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else []
    searched = kinds()
    chosen = request.GET.get("kind")
    models = [searched[chosen]] if chosen in searched else list(searched.values())
    size, cursor = (ON_A_PAGE, request.GET.get("after", "")) if chosen in searched else (OF_A_KIND, "")
    groups = search(words, request.actor, models=models, size=size, cursor=cursor) if words else []
    shown = {
        "form": form, "query": " ".join(words), "groups": groups, "of_one_kind": chosen in searched,
        "labels": list(dict.fromkeys(model._meta.verbose_name for model in searched.values())),
        "pager": groups[0].page.pager(request) if groups and chosen in searched else None,
    }  # fmt: skip
    return render(request, "workflow/search.html", shown)
