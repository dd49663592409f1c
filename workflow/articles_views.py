"""The page that says, article by article, what of the system rests on it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from workflow import articles


@require_safe
def articles_page(request):
    """One regulation: each article in our words, and what enforces it or why nothing does. It shows no record."""
    known = articles.regulations()
    chosen = next((each for each in known if each.slug == request.GET.get("of")), known[0])
    rows = [
        (article, _by_kind(articles.supports().get((chosen.name, article.number), ()))) for article in chosen.articles
    ]
    tabs = [(f"{each.title}", f"?of={each.slug}", each is chosen) for each in known]
    return render(request, "workflow/articles.html", {"regulation": chosen, "rows": rows, "tabs": tabs})


def _by_kind(supports):
    """[(kind in words, [(record, its supports)])]: what users call the same stands once, under the record that it is of."""
    found = []
    for kind, words in articles.KINDS.items():
        by_record = {}
        for each in supports:
            if each.kind == kind:
                by_record.setdefault(each.of, {}).setdefault(each.label, each)
        if by_record:
            found.append((words, [(of, list(named.values())) for of, named in by_record.items()]))
    return found
