"""The pages of a matter and of everything in its dossier."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, prefetch_related_objects
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from coordination import forms, services
from coordination.models import (
    Assignment,
    Filing,
    Invitation,
    Matter,
    MatterState,
    Meeting,
    OfficialDocument,
    Origin,
    Participation,
    Resolution,
    WrittenReport,
)
from coordination.progress import closing_check, six_steps
from organizations.models import Kind, Organisation, Role
from workflow import calendars, clocks, statements, timeline
from workflow.door import editable_fields
from workflow.models import Hold
from workflow.paging import page_of
from workflow.steps import NEW, declaration_of, posts_for, waiting_for
from workflow.views import (
    BirthView,
    births_within,
    clocks_of,
    files_of,
    kinds_of,
    offers_of,
    taken,
    visible_or_404,
)

ORDERS = {
    "moved": [("dossier__moved_at", True)],
    "opened": [("dossier__opened_at", True)],
    "number": [("number", False)],
    "title": [("title", False)],
}


@require_GET
def matter_list(request):
    """Matters that the actor may see: filter, search, sort, keyset pages."""
    rows = Matter.objects.visible_to(request.actor).select_related("dossier", "lead_department", "handling_officer")
    form = forms.FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := wanted.get("q"):
        by_code_name = Q(code_name__icontains=words) & Matter.texts_open_to(request.actor)
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | by_code_name)
    for name in ("state", "category"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("mine"):
        rows = rows.filter(Matter.concerns(request.actor))
    page = page_of(rows, order=ORDERS[wanted.get("order") or "moved"], cursor=request.GET.get("after"), size=50)
    births = [
        (name, label)
        for name, label, roles in (
            ("matter_new", "登记事项", (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)),
            ("matter_suggest", "提出建议", (Role.DEPARTMENT_HEAD,)),
        )
        if any(post.role in roles for post in request.actor.posts)
    ]
    return render(
        request,
        "coordination/matter_list.html",
        {"page": page, "pager": page.pager(request), "form": form, "births": births},
    )


@require_GET
def search(request):
    """The search box of every page: the matter list with its words."""
    return matter_list(request)


@require_GET
def matter(request, public_id):
    """A matter: where it stands, what is waiting and for whom, what this person may do, and everything in its dossier."""
    record = visible_or_404(Matter, request, public_id)
    subjects = timeline.visible_subjects(record.dossier, request.actor)
    is_open = record.is_open_to(request.actor)
    shown = record_context(request, record, subjects) | {
        "six_steps": six_steps(record),
        "is_open": is_open,
        "tasks": tasks_of(subjects),
        "records": kinds_of(subjects, but=(Matter, Assignment, Participation, Invitation, Resolution, WrittenReport)),
        "holds": holds_of(record, subjects) if is_open else [],
        "departments": record.departments if record.is_convened or is_open else [],
        "resolutions_to_assign": can_draft_from_resolutions(record, subjects, request.actor),
    }
    return render(request, "coordination/matter.html", shown)


def tasks_of(subjects):
    """The tasks of a dossier in their order; their departments come in one query."""
    rows = sorted((row for row in subjects.values() if isinstance(row, Assignment)), key=lambda row: row.number)
    prefetch_related_objects(rows, "lead_department")
    return rows


def holds_of(record, subjects):
    """Open holds in the dossier, each kind once: [(sentence, article, who mends it)]."""
    placed = {}
    for hold in Hold.objects.open().filter(dossier=record.dossier, subject_id__in=subjects).order_by("pk"):
        placed.setdefault((hold.label, hold.article, hold.mended_by), []).append(hold.subject_words)
    return [
        {"label": label, "article": article, "mended_by": mended_by, "subjects": words}
        for (label, article, mended_by), words in placed.items()
    ]


def can_draft_from_resolutions(record, subjects, actor):
    """How many recorded resolutions could become tasks by this actor now."""
    if record.state != MatterState.PLANNING or not posts_for(
        declaration_of(Assignment.draft, NEW).by, Assignment(matter=record), actor
    ):
        return 0
    return sum(isinstance(row, Resolution) and row.state == "recorded" for row in subjects.values())


def record_context(request, record, subjects=None):
    """What every record's page shows: actions, waiting, clocks, files, edits, births, history."""
    actor = request.actor
    subjects = timeline.visible_subjects(record.dossier, actor) if subjects is None else subjects
    holds = statements.standing(record.dossier_id).holds
    editable = editable_fields(record, actor)
    is_root = record.is_root
    shows_work = record.shows_work_to(actor)
    mine = [key for key, row in subjects.items() if row.shows_work_to(actor)] if is_root else [record.public_id]
    running = clocks_of(mine, actor.today)
    lines = timeline.of_dossier(record.dossier, actor, subjects if is_root else {record.public_id: record})
    first = next((clock for clock in running if clock["subject"] == record.words[:120]), {})
    return {
        "record": record,
        "offers": offers_of(record, actor, holds),
        "births": [birth for birth in births_within(record, actor) if is_due(birth, holds)],
        "waiting": [
            {
                "what": label,
                "who": who,
                "since": record.moved_at,
                "due_on": first.get("due_on"),
                "light": first.get("light"),
            }
            for label, who in (waiting_for(record, narrowed=True) if shows_work else ())
        ],
        "clocks": running,
        "files": files_of(record, actor),
        "can_edit": bool(editable - {"attachments"}),
        "can_attach": "attachments" in editable,
        "history": lines,
    }


def is_due(birth, holds):
    """A filing is begun only where one is owed; everything else as its stage offers it."""
    return birth["kind"] != Filing._meta.verbose_name or any(hold.name == "filing" for hold in holds)


@require_GET
def assignment(request, public_id):
    """A task: what is asked, who signed for it, the contributions, and the drafts of its report side by side."""
    record = visible_or_404(Assignment, request, public_id)
    reports = (
        WrittenReport.objects.visible_to(request.actor).filter(assignment=record).select_related("author", "signed_by")
    )
    parts = (
        Participation.objects.visible_to(request.actor)
        .filter(assignment=record)
        .select_related("department", "received_by")
    )
    shown = record_context(request, record) | {
        "reports": list(reports.order_by("number")),
        "participations": [(part, offers_of(part, request.actor, [])) for part in parts],
        "participants": list(record.participating_departments.order_by("name")),
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
def document(request, public_id):
    """An official document in plain form."""
    record = visible_or_404(OfficialDocument, request, public_id)
    shown = record_context(request, record) | {"addressees": list(record.addressees.order_by("name"))}
    return render(request, "coordination/officialdocument.html", shown)


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
    shown = record_context(request, record) | {
        "invitations": [(row, offers_of(row, request.actor, [])) for row in invitations.order_by("pk")],
        "resolutions": list(resolutions.order_by("pk")),
    }
    return render(request, "coordination/meeting.html", shown)


@require_GET
def within_meeting(request, public_id, model):
    """An invitation or resolution is shown on its meeting's page."""
    return redirect(visible_or_404(model, request, public_id).meeting)


@require_GET
def filing(request, public_id):
    """A filing is shown on its matter's page."""
    return redirect(visible_or_404(Filing, request, public_id).matter)


@require_GET
def check(request, public_id):
    """The closing check 办结核查: each line green or red, with its article."""
    record = visible_or_404(Matter, request, public_id)
    if not record.is_open_to(request.actor):
        raise PermissionDenied("办结核查由纪委和党委查看。")
    return render(request, "coordination/closing_check.html", {"record": record, "lines": closing_check(record)})


@require_POST
def draft_from_resolutions(request, public_id):
    """Every recorded resolution becomes a drafted task."""
    record = visible_or_404(Matter, request, public_id)
    drafted, refusal = taken(
        request, record, "由议定事项起草任务", lambda: services.draft_from_resolutions(record, actor=request.actor)
    )
    if refusal:
        messages.error(request, refusal.moved or "；".join(obstacle.sentence for obstacle in refusal.obstacles))
    else:
        messages.success(request, f"已由议定事项起草{len(drafted)}项任务，请补齐职责依据等要素。")
    return redirect(record)


class Register(BirthView):
    """Register a matter."""

    model, step, title = Matter, Matter.register, "登记事项"
    roles = (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)

    def house(self):
        """The commission for which the acting person registers."""
        posts = [post for post in self.request.actor.posts if post.organisation.kind == Kind.COMMISSION]
        chosen = self.request.actor.post
        return (chosen if chosen in posts else posts[0]).organisation if posts else None

    def unborn(self):
        """A director registers for his own office."""
        return Matter(**self.fields({}), handling_office_id=self.office())

    def fields(self, given):
        house = self.house()
        if house is None:
            return {}
        return {
            "commission": house, "committee": house.committee, "superior": house.superior, "drafting_organisation": house,
        }  # fmt: skip

    def posts(self):
        return super().posts() if self.house() else []

    def may(self):
        return "、".join(f"纪委{role.label}" for role in self.roles)

    def form(self, *args, record, **kwargs):
        return forms.RegisterForm(*args, record=record, commission=self.house(), office=self.office(), **kwargs)

    def office(self):
        """The acting person's own office, where the matter is most often handled."""
        posts = [post for post in self.request.actor.posts if post.organisation == self.house() and post.office_id]
        chosen = self.request.actor.post
        return (chosen if chosen in posts else posts[0]).office_id if posts else None


class Suggest(BirthView):
    """A department suggests a matter to the commission at its level."""

    model, step = Matter, Matter.suggest

    def department(self):
        heads = [post for post in self.request.actor.posts if post.role == Role.DEPARTMENT_HEAD]
        chosen = self.request.actor.post
        return (chosen if chosen in heads else heads[0]).organisation if heads else None

    def commission(self):
        """The commission at the level of the department; none for a department that stands under no committee."""
        department = self.department()
        if department is None or department.superior_id is None:
            return None
        houses = Organisation.objects.filter(committee=department.superior_id, kind=Kind.COMMISSION, is_active=True)
        return houses.select_related("committee", "superior").first()

    def unborn(self):
        return Matter(**self.fields({}))

    def fields(self, given):
        department, commission = self.department(), self.commission()
        if commission is None:
            return {}
        return {
            "commission": commission, "committee": commission.committee, "superior": commission.superior,
            "drafting_organisation": department, "proposing_department": department, "origin": Origin.DEPARTMENT_SUGGESTION,
        }  # fmt: skip

    def posts(self):
        return super().posts() if self.commission() else []

    def may(self):
        return Role.DEPARTMENT_HEAD.label

    def form(self, *args, record, **kwargs):
        return forms.SuggestForm(*args, record=record, commission=None, **kwargs)


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


class DraftDocument(BirthView):
    """Draft a document: assembled from the plan, or from accepted reports, then edited."""

    model, step, parent, relation, form = OfficialDocument, OfficialDocument.draft, Matter, "matter", forms.DocumentForm

    def initial(self):
        if self.above.state == MatterState.PLANNING:
            return services.plan_words(self.above) | {
                "addressees": [department.pk for department in self.above.departments]
            }
        return services.report_words(self.above)


class DraftReport(BirthView):
    """The next draft of a report begins with the words of the last one."""

    model, step, parent, relation, form = WrittenReport, WrittenReport.draft, Assignment, "assignment", forms.ReportForm

    def initial(self):
        last = self.above.reports.order_by("-number").first()
        if last is None:
            return {"title": f"关于“{self.above.content[:40]}”落实情况的报告"}
        return {name: getattr(last, name) for name in ("title", "content", "difficulties", "next_steps")}


class RecordFiling(BirthView):
    model, step, parent, relation, form = Filing, Filing.record, Matter, "matter", forms.FilingForm

    def fields(self, given):
        return {"superior": self.above.superior}
