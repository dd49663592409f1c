"""The pages of periodic reports (月报、季报、年报)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from organizations.models import Kind, Role
from supervision import periodic_report_forms as forms
from supervision import periodic_reports
from supervision.models import PeriodicReport
from supervision.periods import Period
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.door import open_record
from workflow.paging import page_of
from workflow.record_page import record_context

DRAFTERS = (Role.OFFICER, Role.OFFICE_DIRECTOR)


@require_GET
def periodic_report_list(request):
    """Periodic reports that the actor may see: by kind and state, keyset pages."""
    rows = PeriodicReport.objects.visible_to(request.actor).select_related("dossier", "commission", "drafter")
    form = forms.PeriodicReportFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("kind", "state"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("dossier__moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {
        "page": page, "pager": page.pager(request), "form": form,
        "can_draft": any(post.role in DRAFTERS for post in request.actor.posts),
    }  # fmt: skip
    return render(request, "supervision/periodic_report_list.html", shown)


@require_GET
def periodic_report(request, public_id):
    """A report: its text, and the figures from which it was written."""
    record = visible_or_404(PeriodicReport, request, public_id)
    return render(request, "supervision/periodicreport.html", record_context(request, record))


@require_GET
def print_page(request, public_id):
    """The report as it is printed."""
    record = visible_or_404(PeriodicReport, request, public_id)
    return render(request, "supervision/periodic_report_print.html", {"record": record})


class DraftPeriodicReport(BirthView):
    """Begin a report of the acting person's commission with what the board says of the period."""

    model, step, form = PeriodicReport, PeriodicReport.draft, forms.PeriodicReportForm
    taken_words = "这一期的报告刚刚由他人起草，请到定期报告中查看。"

    def house(self):
        """The commission for which the acting person drafts, that of the chosen post first."""
        posts = sorted(self.request.actor.posts, key=lambda post: post is not self.request.actor.post)
        return next((post.organisation for post in posts if post.organisation.kind == Kind.COMMISSION), None)

    def fields(self, given):
        house = self.house()
        return {"commission": house, "committee": house.committee} if house else {}

    def initial(self):
        """Last month, of which one mostly reports."""
        return {"period": Period.of("month", self.request.actor.today).before.key}

    def posts(self):
        return super().posts() if self.house() else []

    def may(self):
        return "、".join(f"纪委{role.label}" for role in DRAFTERS)

    def act(self, form):
        period, actor, fields = form.cleaned_data["period"], self.request.actor, self.fields({})
        counted = periodic_reports.count(actor, fields["commission"], period)
        return open_record(
            PeriodicReport, PeriodicReport.draft, actor=actor.acting_as(form.chosen_post()), dossier=None,
            act_id=form.cleaned_data["act_id"], kind=period.kind, first_on=period.first_on, **fields, **counted._asdict(),
        )  # fmt: skip
