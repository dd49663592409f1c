"""The pages on which problems begin, several findings at once, and what begins for a problem: its meeting and documents."""

from functools import cached_property

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from coordination.document_views import DraftDocument
from coordination.models import Assignment, Contact, DocumentKind, Matter, Meeting
from supervision import problem_forms as forms
from supervision import problem_services as services
from supervision.models import Inspection, Problem
from supervision.problem_words import WORDS
from workflow import calendars, clocks
from workflow.act_views import Refusal, taken, visible_or_404
from workflow.birth_views import BirthView
from workflow.births import begun_in

PARENTS = (Inspection, Contact, Assignment, Matter)


class ReportProblem(BirthView):
    """A problem of a matter, of one of its tasks, or of a contact; those of an inspection have a page for several."""

    model, step, parent, relation = Problem, Problem.report_problem, Matter, "matter"

    def dispatch(self, request, *args, public_id, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        found = (
            model for model in PARENTS if model.objects.visible_to(request.actor).filter(public_id=public_id).exists()
        )
        self.about = visible_or_404(next(found, Matter), request, public_id)
        self.above = self.about.root
        if isinstance(self.about, Inspection):
            return redirect("problem_findings", self.about.public_id)
        return super(BirthView, self).dispatch(request, *args, **kwargs)

    def unborn(self):
        return begun_in(self.about, Problem, self.request.actor)

    def fields(self, given):
        """Where it comes from is the page's, not the form's; a department speaks of itself."""
        begun = self.unborn()
        found = {"raised_for": begun.raised_for, "contact": begun.contact}
        if "source" not in given:
            found["source"] = begun.source
        if begun.raised_for:
            found["department"] = begun.raised_for
        return found

    def initial(self):
        begun = self.unborn()
        return {
            "assignment": begun.assignment,
            "department": begun.department,
            "severity": begun.severity,
            "source": begun.source,
        }

    def form(self, *args, record, **kwargs):
        return forms.ProblemForm(*args, record=record, begun=self.unborn(), **kwargs)

    def may(self):
        return "本事项承办人，检查人员，本事项牵头、参与部门的联络员、负责人"

    def more(self):
        return {"record": self.about}


class ReportFindings(BirthView):
    """The findings of an inspection become problems in one go: several rows, all or none."""

    model, step, parent, relation, form = Problem, Problem.report_problem, Inspection, "inspection", forms.ActForm
    title, page_template = "登记检查发现的问题", "supervision/findings.html"

    def unborn(self):
        return begun_in(self.above, Problem, self.request.actor)

    def may(self):
        return "本事项承办人、检查人员"

    @cached_property
    def tasks(self):
        return list(self.above.assignments.select_related("lead_department", "matter").order_by("number"))

    def table(self, *given):
        return forms.Findings(*given, prefix="rows", form_kwargs={"tasks": self.tasks})

    def more(self):
        return {"table": self.shown_table}

    def get(self, request):
        self.permitted()
        self.shown_table = self.table()
        return super().get(request)

    def post(self, request):
        posts, _ = self.open_posts(self.permitted())
        form = self.form(request.POST, record=self.above, posts=posts, actor=request.actor)
        self.shown_table = self.table(request.POST)
        if not (form.is_valid() and self.shown_table.is_valid()):
            return self.page(form, Refusal(422))
        given, actor = form.cleaned_data, request.actor.acting_as(form.chosen_post())
        rows = self.shown_table.rows()
        done, refusal = taken(request, self.above, self.label, lambda: services.report_findings(
            self.above, rows, actor=actor, act_id=given["act_id"]))  # fmt: skip
        if refusal:
            return self.page(form, refusal)
        messages.success(request, f"已办理“{self.label}”：{len(done)}个问题。")
        return redirect(self.above)


class AboutProblem(BirthView):
    """The birth of another record for a problem: its meeting or one of its documents."""

    parent, relation = Matter, "matter"

    def dispatch(self, request, *args, public_id, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        self.problem = visible_or_404(Problem, request, public_id)
        self.above = self.problem.matter
        return super(BirthView, self).dispatch(request, *args, **kwargs)

    def after(self, record):
        return record.get_absolute_url()


class CallProblemMeeting(AboutProblem):
    """Call the coordination meeting of a problem; whom it concerns is invited."""

    model, step, title = Meeting, Meeting.call, "召集协调会议"

    def form(self, *args, **kwargs):
        return forms.ProblemMeetingForm(*args, problem=self.problem, **kwargs)

    def initial(self):
        deputy = self.above.deputy_in_charge
        return {
            "title": f"{self.above.title}有关问题协调"[:120], "planned_on": calendars.load().add(clocks.today(), 3).due_on,
            "chair": deputy.name if deputy else "", "agenda": f"研究解决：{self.problem.content}"[:4000],
            "version": self.problem.version,
        }  # fmt: skip

    def act(self, form):
        given, actor = form.cleaned_data, self.request.actor.acting_as(form.chosen_post())
        return services.coordinate_at_a_new_meeting(
            self.problem, actor=actor, act_id=given["act_id"], expected_version=given["version"], **form.asked()
        )

    def more(self):
        return {"record": self.problem}


class DraftProblemDocument(AboutProblem, DraftDocument):
    """The request or the report of a problem, assembled from what is on record, then edited."""

    kind = None

    def initial(self):
        return {"kind": self.kind, **WORDS[self.kind](self.problem)}

    def act(self, form):
        given, actor = form.cleaned_data, self.request.actor.acting_as(form.chosen_post())
        if given["kind"] != self.kind:
            raise Http404
        return services.draft_document(self.problem, actor=actor, act_id=given["act_id"], **form.asked())

    def more(self):
        return {"kinds": [(self.kind, DocumentKind(self.kind).label)], "kind": self.kind, "record": self.problem}
