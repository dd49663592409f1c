"""The pages of acts: a step, an edit, a file, a birth. The page asks the machine and calls a verb; it decides nothing.

Every view fetches what is visible, asks for a form, calls a verb and redirects; what is hidden and what does not exist answer alike.
"""

import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import select_template
from django.urls import path
from django.views import View

from workflow import attachments, audit, offers, on_paper, statements, steps, uploads
from workflow.authority import posts_for, who
from workflow.door import Barred, Moved, NotPermitted, advance, editable_fields, editing_posts, revise
from workflow.forms import ActForm, AttachForm, StepForm, edit_form, on_paper_form
from workflow.guards import Obstacle
from workflow.models import NEW, PaperAct
from workflow.record_page import facts_to_act_on, files_of, led_on


def visible_or_404(model, request, public_id):
    """The record if the actor sees it; hidden and nonexistent alike are 404."""
    rows = model.objects.visible_to(request.actor).select_related("dossier__policy", *model.within)
    record = get_object_or_404(rows, public_id=public_id)
    if record.is_secret and request.method == "GET" and not record.is_covered_from(request.actor):
        audit.journal("read", "查看工作秘密", actor=request.actor, subject=record, words=record.words)
    return record


def refuse(request, subject, label, reason):
    """A refusal is on record, in the journal of the actor's organisation. Of what is not born yet, ``subject`` is its name."""
    audit.journal(
        "refused", f"未准：{label}"[:40], actor=request.actor, subject=None if isinstance(subject, str) else subject,
        words=f"{subject}：{reason}"[:120],
    )  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """How a refused act answers: status, and what the form page shows above the typed text."""

    status: int = 200
    obstacles: tuple = ()
    moved: str = ""


def taken(request, subject, label, verb):
    """Run a verb; ``(result, None)`` or ``(None, Refusal)``. Forbidden raises, hidden is 404."""
    try:
        done = verb()
        request.actor.principals.clear()  # the act may have changed what the actor sees
        return done, None
    except NotPermitted as refusal:
        refuse(request, subject, label, str(refusal))
        raise PermissionDenied(str(refusal)) from refusal
    except Moved as refusal:
        refuse(request, subject, label, str(refusal))
        return None, Refusal(409, moved=str(refusal))
    except Barred as refusal:
        refuse(request, subject, label, str(refusal))
        return None, Refusal(422, obstacles=tuple(refusal.obstacles))


def renew(form):
    """Give the form of a refused act another id: the next attempt is an act of its own."""
    form.data = form.data.copy()
    form.data["act_id"] = uuid.uuid4()


class RecordView(View):
    """A page about one visible record. ``model`` and ``forms`` come from ``record_paths``."""

    model = None
    forms = {}

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.record = None

    def dispatch(self, request, *args, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        self.record = visible_or_404(self.model, request, kwargs.pop("public_id"))
        try:
            return super().dispatch(request, *args, **kwargs)
        except self.model.DoesNotExist as gone:
            raise Http404 from gone

    def forbid(self, label, reason):
        """403 with the reason; what was sent and not only looked at is a refusal on record."""
        if self.request.method == "POST":
            refuse(self.request, self.record, label, reason)
        raise PermissionDenied(reason)

    def page(self, form, *, title, refusal=Refusal(), template="workflow/act.html", button="", **more):
        status = refusal.status if refusal.status != 200 or not form.errors else 422
        if refusal.moved:
            self.record = self.model._base_manager.select_related("dossier", *self.model.within).get(pk=self.record.pk)
            renew(form)
            form.data["version"] = self.record.version
            if signs := getattr(more.get("declaration"), "signs", ""):
                form.data["shown"] = getattr(self.record, signs)
        shown = {"record": self.record, "form": form, "title": title, "button": button, "refusal": refusal, **more}
        return render(self.request, template, shown, status=status)


class StepView(RecordView):
    """The page of one step: what it does, what it asks, what bars it; a POST takes it through the door."""

    def dispatch(self, request, *args, step, **kwargs):
        self.name = step
        return super().dispatch(request, *args, **kwargs)

    def prepare(self):
        """The step, its declaration from this state (or from any, when it leads nowhere from here), and its form class."""
        taken_step = steps.steps_of(self.model).get(self.name)
        if taken_step is None or all(each.source == NEW for each in steps.declarations(taken_step)):
            raise Http404
        here = steps.declaration_of(taken_step, self.record.state)
        declaration = here or self._meant(taken_step)
        base = self.forms.get(self.name, StepForm)
        form_class = base.of(self.model, taken_step, declaration)
        if self.is_on_paper:
            posts = on_paper.posts_to_record(self.record, declaration, self.request.actor)
            return taken_step, here, declaration, on_paper_form(form_class), posts
        posts = posts_for(declaration.by, self.record, self.request.actor)
        posts = offers.open_posts(self.record, taken_step, declaration, posts, self.request.actor)
        return taken_step, here, declaration, form_class, posts

    def _meant(self, taken_step):
        """Where the step leads nowhere from here, what it is to this actor: a second click comes when the first has moved the record."""
        found = steps.declarations(taken_step)
        return next((each for each in found if posts_for(each.by, self.record, self.request.actor)), found[0])

    @property
    def is_on_paper(self):
        """Whether the step is recorded from paper (线下办理), which the page asks for in its address."""
        return "on_paper" in (self.request.POST if self.request.method == "POST" else self.request.GET)

    def get(self, request):
        taken_step, here, declaration, form_class, posts = self.prepare()
        if not posts:
            may = "、".join(who(declaration.by, self.record))
            refusal = NotPermitted(declaration.label_for(self.record), declaration.article, may)
            raise PermissionDenied(str(refusal))
        found = self.obstacles(taken_step, here, declaration, posts[0])
        initial = {
            "version": self.record.version,
            "shown": getattr(self.record, declaration.signs, "") if declaration.signs else "",
        }
        form = form_class(
            record=self.record,
            posts=posts,
            actor=self.request.actor,
            taken=taken_step,
            declaration=declaration,
            initial=initial,
        )
        return self.answer(form, declaration, Refusal(obstacles=tuple(found)))

    def obstacles(self, taken_step, here, declaration, post):
        if here is None:
            label = declaration.label_for(self.record)
            return [Obstacle(f"现处于“{self.record.state_label}”，不能办理“{label}”", declaration.article)]
        holds = statements.standing(self.record.dossier_id).barring(self.request.actor.today)
        return offers.obstacles(self.record, taken_step, here, holds, actor=self.request.actor.acting_as(post))

    def post(self, request):
        taken_step, _, declaration, form_class, posts = self.prepare()
        form = form_class(
            request.POST,
            request.FILES,
            record=self.record,
            posts=posts,
            actor=self.request.actor,
            taken=taken_step,
            declaration=declaration,
        )
        if posts and not form.is_valid():
            return self.answer(form, declaration, Refusal(422))
        label = declaration.label_for(self.record)
        try:
            with self.paper_of(form) as paper:
                record, refusal = taken(request, self.record, label, lambda: self.act(form, taken_step, posts, paper))
        except uploads.Refused as wrong:
            form.add_error("scan", str(wrong))
            return self.answer(form, declaration, Refusal(422))
        if refusal:
            return self.answer(form, declaration, refusal)
        messages.success(request, f"已办理“{declaration.label_for(record)}”：{record.words}")
        visible = self.model.objects.visible_to(request.actor).filter(pk=record.pk).exists()
        return redirect(record.get_absolute_url() if visible else "desk")

    @contextmanager
    def paper_of(self, form):
        """The paper on which the step rests, its scan kept as long as the act is; nothing where the step is taken here."""
        if not self.is_on_paper or not form.is_bound or not hasattr(form, "cleaned_data"):
            yield None
            return
        given = form.cleaned_data
        with attachments.stored([given["scan"]]) as kept:
            yield PaperAct(
                decider=given["decider"], number=given["paper_number"], decided_on=given["decided_on"], scan=kept[0],
                why=given["why"],
            )  # fmt: skip

    def act(self, form, taken_step, posts, paper):
        if not posts:
            form.is_valid()  # the act of a first click may have ended the post's reach; the second is answered like the first
            return advance(self.record, taken_step, actor=self.request.actor, act_id=form.cleaned_data.get("act_id"))
        given = form.cleaned_data
        return advance(
            self.record, taken_step, actor=self.request.actor.acting_as(form.chosen_post()), expected_version=given["version"],
            act_id=given["act_id"], note=given["note"], shown=given["shown"], paper=paper, **form.asked(),
        )  # fmt: skip

    def answer(self, form, declaration, refusal):
        label = self.model._meta.label_lower.replace(".", "/")
        template = select_template(
            [f"{label}_{declaration.signs or self.name}.html", "workflow/act.html"]
        ).template.name
        moves = declaration.target != declaration.source
        found = tuple(led_on(obstacle, self.record, self.request.actor) for obstacle in refusal.obstacles)
        refusal = replace(refusal, obstacles=found)
        return self.page(
            form, title=declaration.label_for(self.record), refusal=refusal, template=template, declaration=declaration,
            after=dict(self.model.State.choices).get(declaration.target, "") if moves else "",
            following=offers.waiting_for(self.record, declaration.target) if moves else [],
            files=self.is_on_paper, attached=files_of(self.record, self.request.actor), is_covered=self.record.is_covered_from(self.request.actor), facts=facts_to_act_on(self.record, self.request.actor),
        )  # fmt: skip


class EditView(RecordView):
    """Edit what the record's state leaves open to this actor."""

    def form_class(self):
        names = editable_fields(self.record, self.request.actor) - {"attachments"}
        if not names:
            self.forbid("编辑", "现状态下您不能编辑这些内容。")
        columns = [column.name for column in self.model._meta.get_fields() if column.name in names]
        return edit_form(self.model, columns, self.forms.get("edit", ActForm)), columns

    def get(self, request):
        form_class, columns = self.form_class()
        initial = {name: self.value(name) for name in columns} | {"version": self.record.version}
        form = form_class(
            record=self.record, posts=editing_posts(self.record, request.actor), actor=request.actor, initial=initial
        )
        return self.answer(form)

    def answer(self, form, refusal=Refusal()):
        return self.page(form, title="编辑", button="保存", refusal=refusal)

    def value(self, name):
        value = getattr(self.record, name)
        return list(value.all()) if hasattr(value, "all") else value

    def post(self, request):
        form_class, columns = self.form_class()
        posts = editing_posts(self.record, request.actor)
        form = form_class(request.POST, record=self.record, posts=posts, actor=request.actor)
        if not form.is_valid():
            return self.answer(form, Refusal(422))
        given = form.cleaned_data
        fields = {name: given[name] for name in columns if name in given}
        record, refusal = taken(request, self.record, "编辑", lambda: revise(
            self.record, actor=request.actor.acting_as(form.chosen_post()), expected_version=given["version"], act_id=given["act_id"], **fields))  # fmt: skip
        if refusal:
            return self.answer(form, refusal)
        messages.success(request, "已保存。")
        return redirect(record.get_absolute_url())


class AttachView(RecordView):
    """Add files to a record that is open to editing."""

    def get(self, request):
        self.check()
        return self.page(
            AttachForm(record=self.record, initial={"version": self.record.version}), title="添加附件", files=True
        )

    def check(self):
        if "attachments" not in editable_fields(self.record, self.request.actor):
            self.forbid("添加附件", "现状态下您不能为其添加附件。")

    def post(self, request):
        self.check()
        form = AttachForm(request.POST, request.FILES, record=self.record)
        if form.is_valid():
            try:
                with attachments.stored(form.cleaned_data["files"]) as kept:
                    return self.keep(form, kept)
            except uploads.Refused as refusal:
                form.add_error("files", str(refusal))
            except Undone as refused:
                return self.page(form, title="添加附件", refusal=refused.refusal, files=True)
        return self.page(form, title="添加附件", refusal=Refusal(422), files=True)

    def keep(self, form, kept):
        given = form.cleaned_data
        record, refusal = taken(self.request, self.record, "添加附件", lambda: revise(
            self.record, actor=self.request.actor, expected_version=given["version"], act_id=given["act_id"], attach=kept))  # fmt: skip
        if refusal:
            raise Undone(refusal)
        messages.success(self.request, f"已添加{len(kept)}个附件。")
        return redirect(record.get_absolute_url())


class Undone(Exception):
    """A refusal on its way out of a block that must undo what it kept."""

    def __init__(self, refusal):
        self.refusal = refusal
        super().__init__()


def record_paths(prefix, model, forms=None):
    """The addresses of a record's edit, files and steps below ``prefix``; the page itself is the app's own."""
    name, given = model._meta.model_name, {"model": model, "forms": forms or {}}
    return [
        path(f"{prefix}/<uuid:public_id>/edit/", EditView.as_view(**given), name=f"{name}_edit"),
        path(f"{prefix}/<uuid:public_id>/attach/", AttachView.as_view(**given), name=f"{name}_attach"),
        path(f"{prefix}/<uuid:public_id>/<slug:step>/", StepView.as_view(**given), name=f"{name}_step"),
    ]
