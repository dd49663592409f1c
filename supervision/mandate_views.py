"""The pages of mandates (巡视巡察授权), and the file of a department's performance for the inspectors who read by them."""

from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.models import Assignment
from organizations.models import Kind, Organisation, Role
from supervision import house_package
from supervision import mandate_forms as forms
from supervision.house_file import OF_A_KIND, ON_A_PAGE, HouseFile
from supervision.ledger_export import needs_reason
from supervision.ledger_lines import columns_of, lines_of
from supervision.models import Mandate
from workflow import audit, sections
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.onlookers import readable_houses
from workflow.paging import PARAMETER, page_of
from workflow.record_page import record_context


@rests_on("规定 18", label="巡视巡察授权")
@require_GET
def mandate_list(request):
    """Mandates that the actor may see, the latest first; for an inspector with the departments that he reads by them."""
    rows = Mandate.objects.visible_to(request.actor).select_related("dossier", *Mandate.within)
    page = page_of(
        rows.prefetch_related("departments"), order=[("moved_at", True)], cursor=request.GET.get(PARAMETER), size=50
    )
    read = readable_houses(request.actor)
    lines = [(row, _links(row, read)) for row in page.rows]
    may_enter = any(post.role == Role.SECRETARY for post in request.actor.posts)
    return render(
        request, "supervision/mandate_list.html", {"lines": lines, "pager": page.pager(request), "may_enter": may_enter}
    )


def _links(mandate, read):
    """[(department, whether the actor reads it by this mandate today)]."""
    return [(house, (mandate.dossier_id, house.pk) in read) for house in mandate.departments_named]


@require_GET
def mandate(request, public_id):
    """One mandate: the notice, its periods, its departments."""
    record = visible_or_404(Mandate, request, public_id)
    shown = {"departments": _links(record, readable_houses(request.actor))}
    return render(request, "supervision/mandate.html", record_context(request, record) | shown)


class EnterNotice(BirthView):
    """The secretary enters the notice of an inspection body."""

    model, step = Mandate, Mandate.draft

    def house(self):
        """The commission for which the acting person enters it, the chosen post's first."""
        posts = sorted(self.request.actor.posts, key=lambda post: post is not self.request.actor.post)
        held = (post for post in posts if post.organisation.kind == Kind.COMMISSION)
        return next((post.organisation for post in sorted(held, key=lambda post: post.role != Role.SECRETARY)), None)

    def unborn(self):
        return Mandate(**self.fields({}))

    def fields(self, given):
        house = self.house()
        return {"commission": house} if house else {}

    def posts(self):
        return super().posts() if self.house() else []

    def may(self):
        return "纪委书记"

    def form(self, *args, record, **kwargs):
        return forms.MandateForm(*args, record=record, commission=self.house(), **kwargs)


def is_a_key(name):
    """Whether this can be a public id at all."""
    try:
        return bool(UUID(name))
    except ValueError:
        return False


def _file_or_404(request, public_id, name):
    """The file of the department, for whoever reads it by this mandate today."""
    record = visible_or_404(Mandate, request, public_id)
    if not request.actor.organisation_ids(Role.INSPECTOR):  # as many questions as for a mandate that does not exist
        raise Http404
    house = Organisation.objects.filter(public_id=name).first() if is_a_key(name) else None
    file = HouseFile.of(record, house, request.actor) if house else None
    if file is None:
        raise Http404
    return file


@require_GET
def department(request, public_id, name):
    """How one department performs, on one page; ``?kind=`` goes through all records of a kind. That it was read is on record."""
    file = _file_or_404(request, public_id, name)
    numbers, wanted = file.numbers(), request.GET.get("kind", "")
    chosen = [(model, number) for model, number in numbers if model._meta.model_name == wanted]
    cursor = request.GET.get(PARAMETER, "")
    shown = {
        "file": file,
        "numbers": numbers,
        "record": file.mandate,
        "period": house_package.period_words(file.mandate),
    }
    if chosen:
        group = file.group(*chosen[0], cursor)
        shown |= {"groups": [group], "pager": group.page.pager(request), "of_one_kind": group}
    else:
        listed = [(model, number) for model, number in numbers if model is not Assignment]  # a table by itself
        groups = [file.group(*each, size=OF_A_KIND) for each in listed]
        shown |= {"groups": groups, "figures": file.figures()} | _tasks(file, request)
    audit.journal(
        "read_house", "查阅部门履职情况", actor=file.reader, subject=file.mandate, article="规定 18", words=f"{file.house}，{file.mandate.words}"
    )  # fmt: skip
    return render(request, "supervision/mandate_department.html", shown)


def _tasks(file, request):
    """The ledger of the tasks that the department leads or takes part in."""
    ledger = file.ledger("tasks")
    columns = columns_of(ledger.table)
    page = sections.walk(ledger.sections(ledger.counted()[1]), request.GET.get(PARAMETER, ""), ON_A_PAGE)
    heads = [(column.key, column.head(ledger.table)) for column in columns]
    lines = lines_of(ledger, page.rows, columns)
    return {"lines": lines, "heads": heads, "table": ledger.table, "pager": page.pager(request)}


@require_http_methods(["GET", "POST"])
def department_package(request, public_id, name):
    """How much would be taken away and why; then the package itself."""
    file = _file_or_404(request, public_id, name)
    size = house_package.size_of(file)
    too_many, asked = size > settings.EXPORT_MOST_ROWS, needs_reason(size)
    form = forms.PackageForm(request.POST if request.method == "POST" else None, needs_reason=asked)
    if request.method == "POST" and form.is_valid() and not too_many:
        return house_package.package(file, reason=form.cleaned_data["reason"], size=size)
    shown = {
        "form": form, "file": file, "size": size, "too_many": too_many, "needs_reason": asked,
        "from_size": settings.EXPORT_REASON_ROWS, "most": settings.EXPORT_MOST_ROWS,
        "period": house_package.period_words(file.mandate),
    }  # fmt: skip
    return render(request, "supervision/mandate_package.html", shown, status=422 if request.method == "POST" else 200)
