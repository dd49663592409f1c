"""The pages of everything in a matter's dossier."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination import forms, services
from coordination.correspondence_views import notes_of, noting
from coordination.deferral_views import extensions_of, put_off, suspension_of
from coordination.models import (
    Assignment,
    Invitation,
    Matter,
    Meeting,
    OralNotice,
    Participation,
    Reader,
    Recusal,
    Resolution,
    WrittenReport,
)
from organizations.models import Role
from workflow import calendars, clocks
from workflow.act_views import visible_or_404
from workflow.birth_views import BirthView
from workflow.record_page import offers_of, record_context


@require_GET
def assignment(request, public_id):
    """A task: what is asked, who signed for it, the contributions, and the drafts of its report side by side."""
    record = visible_or_404(Assignment, request, public_id)
    reports = (
        WrittenReport.objects.visible_to(request.actor)
        .filter(assignment=record)
        .select_related("author", "signed_by", *WrittenReport.within)
    )
    parts = (
        Participation.objects.visible_to(request.actor)
        .filter(assignment=record)
        .select_related("department", "received_by")
    )
    shown = record_context(request, record)
    may_note, against_noting = noting(record, request.actor)
    shown |= {
        "reports": list(reports.order_by("number")),
        "participations": [(part, offers_of(part, request.actor, shown["barring"])) for part in parts],
        "put_off": put_off(record, shown["clocks"]),
        "extensions": extensions_of(record, request.actor),
        "suspension": suspension_of(record.matter, request.actor),
        "participants": list(record.participating_departments.order_by("name")),
        "notes": notes_of(record, request.actor),
        "may_note": may_note,
        "against_noting": against_noting,
    }
    return render(request, "coordination/assignment.html", shown)


@require_GET
def participation(request, public_id):
    """A participating department's part."""
    record = visible_or_404(Participation, request, public_id)
    return render(request, "coordination/participation.html", record_context(request, record))


@require_GET
def written_report(request, public_id):
    """A report beside the draft before it, with the open points of the return."""
    record = visible_or_404(WrittenReport, request, public_id)
    drafts = WrittenReport.objects.visible_to(request.actor).filter(
        assignment=record.assignment, number__lt=record.number
    )
    shown = record_context(request, record) | {"previous": drafts.order_by("-number").first()}
    return render(request, "coordination/writtenreport.html", shown)


@require_GET
def meeting(request, public_id):
    """A meeting: who came, each party's position, what was resolved."""
    record = visible_or_404(Meeting, request, public_id)
    invitations = (
        Invitation.objects.visible_to(request.actor)
        .filter(meeting=record)
        .select_related("department", "meeting__matter")
    )
    resolutions = Resolution.objects.visible_to(request.actor).filter(meeting=record).select_related("lead_department")
    shown = record_context(request, record)
    shown |= {
        "invitations": [(row, offers_of(row, request.actor, shown["barring"])) for row in invitations.order_by("pk")],
        "resolutions": list(resolutions.order_by("pk")),
    }
    return render(request, "coordination/meeting.html", shown)


@require_GET
def within_meeting(request, public_id, model):
    """An invitation or resolution is shown on its meeting's page."""
    return redirect(visible_or_404(model, request, public_id).meeting)


@require_GET
def plain(request, public_id, model, template="coordination/of_matter.html"):
    """A record that needs no page of its own kind: what it says, whom it waits for, its history."""
    return render(request, template, record_context(request, visible_or_404(model, request, public_id)))


class CallMeeting(BirthView):
    model, step, parent, relation, form = Meeting, Meeting.call, Matter, "matter", forms.MeetingForm

    def initial(self):
        deputy = self.above.deputy_in_charge
        return {
            "title": f"{self.above.title}实施方案研究"[:120],
            "planned_on": calendars.load().add(clocks.today(), 3).due_on,
            "chair": deputy.name if deputy else "",
        }  # fmt: skip


class Resolve(BirthView):
    model, step, parent, relation, form = Resolution, Resolution.resolve, Meeting, "meeting", forms.ResolutionForm


class DraftAssignment(BirthView):
    """A task of the matter; where nobody is chosen, the only holder of the post in the lead department is taken."""

    model, step, parent, relation, form = Assignment, Assignment.draft, Matter, "matter", forms.AssignmentForm

    def initial(self):
        return {"lead_department": self.above.lead_department_id}

    def fields(self, given):
        lead = given.get("lead_department")
        wanted = {"responsible_leader": Role.DEPARTMENT_HEAD, "liaison": Role.LIAISON} if lead else {}
        return {name: given[name] or services.only_holder(lead, role) for name, role in wanted.items()}


class DraftReport(BirthView):
    """The next draft of a report begins with the words of the last one."""

    model, step, parent, relation = WrittenReport, WrittenReport.draft, Assignment, "assignment"
    form = forms.NewReportForm

    def initial(self):
        last = self.above.reports.order_by("-number").first()
        if last is None:
            within = self.above.content[:40].translate({ord("“"): "‘", ord("”"): "’"})
            return {"title": f"关于“{within}”落实情况的报告"}
        return {name: getattr(last, name) for name in ("title", "content", "difficulties", "next_steps")}


class AdmitReader(BirthView):
    model, step, parent, relation, form = Reader, Reader.admit, Matter, "matter", forms.ReaderForm


class Recuse(BirthView):
    """Stand back from a matter, or decide that another does; whoever stands back sees it no more."""

    model, step, parent, relation = Recusal, Recusal.recuse, Matter, "matter"

    def unborn(self):
        return Recusal.begun_within(self.above, self.request.actor)

    @property
    def label(self):
        return self.declaration.label_for(self.unborn())

    def form(self, *args, **kwargs):
        return forms.RecusalForm(*args, oneself=self.unborn().person_id is not None, **kwargs)

    def fields(self, given):
        return {"person": given.get("person") or self.request.actor.person}

    def after(self, record):
        if Recusal.objects.visible_to(self.request.actor).filter(pk=record.pk).exists():
            return super().after(record)
        return reverse("matter_list")


class RecordOralNotice(BirthView):
    model, step, parent, relation, form = OralNotice, OralNotice.record_notice, Matter, "matter", forms.OralNoticeForm

    def initial(self):
        return {"told_by": self.request.actor.person.name, "content": f"{self.above.title}的任务分工和要求"}
