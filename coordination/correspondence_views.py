"""The pages of opinions, contacts, requests for support, instructions and notes."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from coordination import correspondence_forms as forms
from coordination.models import (
    Assignment,
    Contact,
    Instruction,
    Matter,
    NoteKind,
    Opinion,
    ProgressNote,
    SupportRequest,
)
from coordination.models.contact import house_of
from coordination.models.note import the_task_is_with_its_departments
from organizations.models import Kind, Role
from workflow import clocks
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.authority import posts_for
from workflow.birth_views import BirthView
from workflow.births import begun_in, posts_to_begin
from workflow.door import open_record
from workflow.models import NEW
from workflow.paging import page_of
from workflow.record_page import record_context
from workflow.steps import declaration_of

DRAFTERS = (Role.OFFICER, Role.OFFICE_DIRECTOR, Role.STANDING_CLERK)


@rests_on("规定 5", label="意见建议")
@require_GET
def opinion_list(request):
    """Opinions that the actor may see: filter, search in number and title, keyset pages."""
    rows = Opinion.objects.visible_to(request.actor).select_related("dossier", "commission", "drafter")
    form = forms.OpinionFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    if words := wanted.get("q"):
        rows = rows.filter(titled(words))
    for name in ("state", "outcome"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("dossier__moved_at", True)], cursor=request.GET.get("after"), size=50)
    shown = {
        "page": page, "pager": page.pager(request), "form": form,
        "can_draft": any(post.role in DRAFTERS for post in request.actor.posts),
    }  # fmt: skip
    return render(request, "coordination/opinion_list.html", shown)


def titled(words):
    """Opinions with these words in number or title."""
    return Q(title__icontains=words) | Q(number__icontains=words)


@require_GET
def opinion(request, public_id):
    """An opinion: its text, the committee's answer, and the matters founded on it."""
    record = visible_or_404(Opinion, request, public_id)
    founded = Matter.objects.visible_to(request.actor).filter(founded_by_opinion=record).order_by("pk")
    shown = record_context(request, record) | {
        "is_open": record.is_open_to(request.actor),
        "matters": list(founded),
        "may_found": record.is_adopted and may_register(record, request.actor),
    }
    return render(request, "coordination/opinion.html", shown)


def opinion_of(matter, actor):
    """The opinion on which a matter was founded, for whoever may see it."""
    rows = Opinion.objects.visible_to(actor) if matter.founded_by_opinion_id else Opinion.objects.none()
    return rows.filter(pk=matter.founded_by_opinion_id).first()


def may_register(opinion, actor):
    """Whether the actor may register a matter on the opinion; a director does so for his own office."""
    birth, houses = (
        declaration_of(Matter.register, NEW),
        {"commission": opinion.commission, "committee": opinion.committee},
    )
    offices = {post.office_id for post in actor.posts}
    return any(posts_for(birth.by, Matter(**houses, handling_office_id=office), actor) for office in offices)


@require_GET
def within_assignment(request, public_id):
    """A note is shown on its task's page."""
    return redirect(visible_or_404(ProgressNote, request, public_id).assignment)


def notes_of(assignment, actor):
    """What a task's page shows of progress, questions and answers, in order, each question with whether it was answered and whether
    it was asked by another house than the one for which the actor would write: nobody is asked to answer his own."""
    rows = ProgressNote.objects.visible_to(actor).filter(assignment=assignment).order_by("pk")
    rows = list(rows.select_related("author", "department", "question", *ProgressNote.within))
    answered = {row.question_id for row in rows}
    own = begun_in(assignment, ProgressNote, actor).department_id if rows else None
    return [
        {
            "row": row,
            "is_open": row.kind == NoteKind.QUESTION and row.pk not in answered,
            "is_for_us": row.department_id != own,
            "house": written_for(row),
        }
        for row in rows
    ]


def written_for(note):
    """The organisation for which a note was written."""
    return note.department or note.assignment.matter.commission


def noting(assignment, actor):
    """(whether the actor may add to a task's notes now, what bars him himself)."""
    if assignment.is_covered_from(actor) or not the_task_is_with_its_departments(ProgressNote(assignment=assignment)):
        return False, []
    posts, found = posts_to_begin(begun_in(assignment, ProgressNote, actor), ProgressNote.note, actor)
    return bool(posts) and not found, found


class DraftOpinion(BirthView):
    """Begin an opinion of the acting person's commission."""

    model, step = Opinion, Opinion.draft

    def house(self):
        """The post in a commission under which the acting person drafts, the chosen one first."""
        posts = sorted(self.request.actor.posts, key=lambda post: post is not self.request.actor.post)
        return next((post for post in posts if post.organisation.kind == Kind.COMMISSION), None)

    def unborn(self):
        """A director drafts for his own office."""
        post = self.house()
        return Opinion(**self.fields({}), office_id=post.office_id if post else None)

    def fields(self, given):
        post = self.house()
        return {"commission": post.organisation, "committee": post.organisation.committee} if post else {}

    def posts(self):
        return super().posts() if self.house() else []

    def may(self):
        return "、".join(f"纪委{role.label}" for role in DRAFTERS)

    def form(self, *args, record, **kwargs):
        post = self.house()
        return forms.OpinionForm(*args, record=record, commission=post.organisation, office=post.office_id, **kwargs)


class RecordContact(BirthView):
    model, step, parent, relation, form = Contact, Contact.record_contact, Matter, "matter", forms.ContactForm

    def initial(self):
        return {"held_on": clocks.today()}


class RequestSupport(BirthView):
    """Asked for the department of the matter in which the actor holds a post."""

    model, step, parent, relation = SupportRequest, SupportRequest.request_support, Matter, "matter"
    form = forms.SupportForm

    def fields(self, given):
        return {"department": house_of(self.request.actor, self.above.departments)}

    def may(self):
        return "本事项牵头、参与部门的联络员、负责人"


class Instruct(BirthView):
    """One form for both births: whoever gives a date asks for a reply."""

    model, step, parent, relation, form = Instruction, Instruction.instruct, Matter, "matter", forms.InstructionForm

    def act(self, form):
        given = form.cleaned_data
        step = Instruction.instruct_with_reply if given["reply_due_on"] else Instruction.instruct
        return open_record(
            Instruction, step, actor=self.request.actor.acting_as(form.chosen_post()), dossier=self.above.dossier,
            act_id=given["act_id"], matter=self.above, **form.asked(),
        )  # fmt: skip


class Note(BirthView):
    """A note on a task; ``?question=`` begins the answer to a question."""

    model, step, parent, relation, form = ProgressNote, ProgressNote.note, Assignment, "assignment", forms.NoteForm

    def initial(self):
        asked = self.request.GET.get("question", "")
        rows = self.above.notes.filter(kind=NoteKind.QUESTION)
        question = rows.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 16 else None
        return {"kind": NoteKind.ANSWER, "question": question.pk} if question else {"kind": NoteKind.PROGRESS}

    def fields(self, given):
        return {"department": house_of(self.request.actor, self.above.departments)}

    def may(self):
        return "本事项承办人、承办室主任，本任务牵头、参与部门的联络员、负责人"

    def after(self, record):
        return self.above.get_absolute_url()
