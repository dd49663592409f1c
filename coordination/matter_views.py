"""The pages of a matter: the list, the dossier, the closing check, and how one begins."""

from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Q, When, prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from coordination import bulk, matter_forms, services
from coordination.correspondence_views import opinion_of
from coordination.deferral_views import put_off, suspension_of
from coordination.models import (
    Assignment,
    Invitation,
    Matter,
    MatterState,
    Opinion,
    Origin,
    Participation,
    ProgressNote,
    Resolution,
    WrittenReport,
)
from coordination.progress import closing_check, six_steps
from organizations.models import Kind, Organisation, Role
from workflow import access, births, clocks, timeline
from workflow.act_views import taken, visible_or_404
from workflow.articles import rests_on
from workflow.authority import at, posts_for, who
from workflow.birth_views import BirthView
from workflow.models import NEW, Classification, Hold
from workflow.paging import page_of
from workflow.record_page import kinds_of, record_context
from workflow.steps import declaration_of

SECRETARY = at("commission", Role.SECRETARY)
DRAFTING = (MatterState.PLANNING, MatterState.IMPLEMENTING, MatterState.INSPECTING, MatterState.REPORTING)
ORDERS = {
    "moved": [("dossier__moved_at", True)],
    "opened": [("dossier__opened_at", True)],
    "number": [("number", False)],
    "title": [("called", False)],
}
# As the list says it: the title of a work secret would stand in the place of its row, and in the cursor behind it.
CALLED = Case(When(classification=Classification.WORK_SECRET, then="code_name"), default="title")


@rests_on("规定 4", label="按类别列出的事项")
@require_GET
def matter_list(request):
    """Matters that the actor may see: filter, search, sort, keyset pages."""
    rows = Matter.objects.visible_to(request.actor).select_related("dossier", "lead_department", "handling_officer")
    form = matter_forms.FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := wanted.get("q"):
        by_title = Q(title__icontains=words) & access.texts_open_to(request.actor)
        by_code_name = Q(code_name__icontains=words) & (
            Matter.texts_open_to(request.actor) | Q(classification="work_secret")
        )
        rows = rows.filter(by_title | Q(number__icontains=words) | by_code_name)
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("category"):
        rows = rows.filter(access.texts_open_to(request.actor), category=wanted["category"])
    if wanted.get("mine"):
        rows = rows.filter(Matter.concerns(request.actor))
    order = wanted.get("order") or "moved"
    rows = rows.annotate(called=CALLED) if order == "title" else rows
    page = page_of(rows, order=ORDERS[order], cursor=request.GET.get("after"), size=50)
    _say_what_is_open(page.rows, request.actor)
    begin = [
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
        {"page": page, "pager": page.pager(request), "form": form, "births": begin},
    )


def _say_what_is_open(matters, actor):
    """Note on each row what its own page would say to this actor: ``is_covered`` and ``shows_more``, whose it is and how important."""
    ours = actor.organisation_ids()
    of_others = [row.pk for row in matters if not ours & {row.commission_id, row.committee_id}]
    shown = Matter.objects.filter(Matter.work_shown_to(actor), pk__in=of_others).values_list("pk", flat=True)
    worked_on = set(shown) if of_others else set()
    for row in matters:
        row.is_covered = row.is_covered_from(actor)
        row.shows_more = not row.is_covered and (row.pk in worked_on or row.pk not in of_others)


@require_GET
def matter(request, public_id):
    """A matter: where it stands, what is waiting and for whom, what this person may do, and everything in its dossier."""
    record = visible_or_404(Matter, request, public_id)
    subjects = timeline.visible_subjects(record.dossier, request.actor)
    is_open = record.is_open_to(request.actor)
    shown = record_context(request, record, subjects)
    shown |= {
        "six_steps": six_steps(record),
        "is_open": is_open,
        "is_of_the_house": request.actor.holds(record.commission_id),
        "tasks": tasks_of(subjects, shown["clocks"]),
        "records": kinds_of(
            subjects, but=(Matter, Assignment, Participation, Invitation, Resolution, WrittenReport, ProgressNote)
        ),
        "founded_by": opinion_of(record, request.actor),
        "holds": holds_of(record, subjects) if is_open else [],
        "suspension": suspension_of(record, request.actor),
        "merged": Matter.objects.visible_to(request.actor).filter(merged_into=record).order_by("pk"),
        "survivor": Matter.objects.visible_to(request.actor).filter(pk=record.merged_into_id).first(),
        "departments": record.departments if record.is_convened or is_open else [],
        "stood_back": stood_back(record),
        "resolutions_to_assign": can_draft_from_resolutions(record, subjects, request.actor),
        "template": bulk.offers_its_template(record, request.actor),
    }
    if not births.is_barred(Assignment(matter=record), Assignment.draft, shown["barring"]):
        shown["births"] += drafting_links(record, request.actor)
        shown["offers"] += barred_drafting(record, request.actor)
    shown["births"] += template_links(record, request.actor)
    return render(request, "coordination/matter.html", shown)


def drafting_links(record, actor):
    """Links to draft tasks, for who may: several at once while the plan is worked out, single ones once it is supplemented."""
    if record.state not in DRAFTING or record.is_covered_from(actor) or not bulk.drafting_posts(record, actor):
        return []
    if record.state != MatterState.PLANNING:
        url, label = reverse("assignment_new", args=[record.public_id]), declaration_of(Assignment.draft, NEW).label
        return [{"label": label, "url": url, "kind": "任务"}] if record.is_being_supplemented else []
    pages = (("task_table", "批量起草任务"), ("task_for_each", "同一任务交办各部门"), ("task_sheet", "由表格导入任务"))
    return [{"label": label, "url": reverse(name, args=[record.public_id]), "kind": "任务"} for name, label in pages]


def barred_drafting(record, actor):
    """In a supplement, where something bars this person himself from drafting tasks, the reason in place of the link."""
    if record.state not in DRAFTING or record.state == MatterState.PLANNING or record.is_covered_from(actor):
        return []
    found = bulk.against_drafting(record, actor)
    if not found or not record.is_being_supplemented:
        return []
    begun, url = births.begun_in(record, Assignment, actor), reverse("assignment_new", args=[record.public_id])
    return [births.barred_offer(begun, Assignment.draft, url, found)]


def template_links(record, actor):
    """The link to register another matter by the template of this one, for who may register at its commission."""
    if not actor.holds(record.commission_id, *Register.roles) or not record.is_open_to(actor):
        return []
    return [{"label": "以此为模板", "url": reverse("matter_copy", args=[record.public_id]), "kind": "事项"}]


def tasks_of(subjects, running):
    """[(task, the date to which its own was put off, or ``None``)] of a dossier in order; the departments come in one query."""
    rows = sorted((row for row in subjects.values() if isinstance(row, Assignment)), key=lambda row: row.number)
    prefetch_related_objects(rows, "lead_department")
    return [(row, put_off(row, running)) for row in rows]


def holds_of(record, subjects):
    """Open holds in the dossier, each kind once: [(sentence, article, who mends it)]."""
    placed = {}
    counting = Hold.objects.counting(clocks.today()).filter(dossier=record.dossier, subject_id__in=subjects)
    for hold in counting.exclude(name="suspension").order_by("pk"):  # of which the page speaks above
        placed.setdefault((hold.label, hold.article, hold.mended_by), []).append(hold.subject_words)
    return [
        {"label": label, "article": article, "mended_by": mended_by, "subjects": words}
        for (label, article, mended_by), words in placed.items()
    ]


def stood_back(record):
    """The handling officer and the deputy in charge who stand back from the matter, and who acts instead: [(sentence, who)]."""
    back, found = set(record.recused()), []
    naming = declaration_of(Matter.assign_officer, record.state)
    if record.handling_officer_id in back and naming:
        sentence = f"承办人{record.handling_officer}已回避本事项，应当另行指定承办人。"
        found.append((sentence, "、".join(who(naming.by, record))))
    if record.deputy_in_charge_id in back:
        sentence = f"分管领导{record.deputy_in_charge}已回避本事项，由书记办理。"
        found.append((sentence, "、".join(who([SECRETARY], record))))
    return found


def can_draft_from_resolutions(record, subjects, actor):
    """How many recorded resolutions could become tasks by this actor now."""
    if record.state != MatterState.PLANNING or not posts_for(
        declaration_of(Assignment.draft, NEW).by, Assignment(matter=record), actor
    ):
        return 0
    return sum(isinstance(row, Resolution) and row.state == "recorded" for row in subjects.values())


@rests_on("规定 9(6)", label="办结检查")
@require_GET
def check(request, public_id):
    """The closing check 办结核查: each line green or red, with its article."""
    record = visible_or_404(Matter, request, public_id)
    if not record.is_open_to(request.actor):
        raise PermissionDenied("办结核查由纪委和党委查看。")
    shown = {"record": record, "lines": closing_check(record, request.actor)}
    return render(request, "coordination/closing_check.html", shown)


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
    """Register a matter; ``?opinion=`` founds it on an opinion that the committee adopted, with its words."""

    model, step = Matter, Matter.register
    roles = (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)

    @property
    def title(self):
        return f"登记事项（所据意见建议：{self.opinion.number}）" if self.opinion else "登记事项"

    @cached_property
    def opinion(self):
        """The opinion that the address names; one that the actor does not see is as one that does not exist."""
        named = self.request.GET.get("opinion", "")
        try:
            return visible_or_404(Opinion, self.request, UUID(named)) if named else None
        except ValueError as no_id:
            raise Http404 from no_id

    def initial(self):
        if self.opinion is None:
            return {}
        return {
            "title": self.opinion.title,
            "grounds": self.opinion.grounds,
            "origin_document": self.opinion.origin_words,
        }

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
            "founded_by_opinion": self.opinion,
        }  # fmt: skip

    def posts(self):
        return super().posts() if self.house() else []

    def may(self):
        return "、".join(f"纪委{role.label}" for role in self.roles)

    def form(self, *args, record, **kwargs):
        return matter_forms.RegisterForm(*args, record=record, commission=self.house(), office=self.office(), **kwargs)

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
        return matter_forms.SuggestForm(*args, record=record, commission=None, **kwargs)
