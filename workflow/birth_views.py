"""The pages on which a record begins: the form of a birth, within the dossier of another record or as a root of its own."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.views import View

from workflow import attachments, offers, steps, uploads
from workflow.act_views import Refusal, refuse, renew, taken, visible_or_404
from workflow.authority import posts_for, who
from workflow.door import Moved, NotPermitted, open_record, revise
from workflow.models import NEW


class BirthView(View):
    """The form of a birth: a record within the dossier of ``parent``, or a root record without one.

    A subclass says ``model``, ``step``, ``parent`` (its model), ``relation`` (the field that takes it), and ``form``; ``fields`` may
    add what the form does not ask. Where the form has ``files``, they are filed with the record within the same transaction.
    """

    model = step = parent = relation = form = None
    title = ""  # the heading, where the step's label alone says too little
    page_template = "workflow/act.html"
    taken_words = (
        "同样的记录刚刚由他人建立，请核对后再办理。"  # where a row may stand once and another act put it there
    )

    def dispatch(self, request, *args, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        self.above = visible_or_404(self.parent, request, kwargs.pop("public_id")) if self.parent else None
        return super().dispatch(request, *args, **kwargs)

    @property
    def declaration(self):
        return steps.declaration_of(type(self).step, NEW)

    @property
    def label(self):
        """What the act is called on its page."""
        return self.declaration.label

    def unborn(self):
        """The record as it would be, for asking who may."""
        return self.model(**({self.relation: self.above} if self.parent else {}), **self.fields({}))

    def fields(self, given):
        """Fields beyond those of the form."""
        return {}

    def initial(self):
        return {}

    def posts(self):
        return posts_for(self.declaration.by, self.unborn(), self.request.actor)

    def permitted(self):
        posts = self.posts()
        if not posts:
            declaration = self.declaration
            refusal = NotPermitted(declaration.label, declaration.article, self.may())
            if self.request.method == "POST":
                refuse(self.request, self.above or self.model._meta.verbose_name, declaration.label, str(refusal))
            raise PermissionDenied(str(refusal))
        return posts

    def open_posts(self, posts):
        """(posts, obstacles): those of the posts in which nothing bars the person himself; within a dossier, why none is."""
        if not self.parent:
            return posts, []
        begun, actor = self.unborn(), self.request.actor
        begun.dossier = self.above.dossier
        posts = offers.open_posts(begun, type(self).step, self.declaration, posts, actor)
        return posts, offers.personal_obstacles(begun, type(self).step, self.declaration, actor.acting_as(posts[0]))

    def may(self):
        """Who may, in words."""
        return "、".join(who(self.declaration.by, self.unborn()))

    def get(self, request):
        posts, obstacles = self.open_posts(self.permitted())
        is_covered = self.parent and self.above.is_covered_from(request.actor)  # then the form begins empty
        initial = {"version": 0} if is_covered else {"version": 0, **self.initial()}
        form = self.form(record=self.above, posts=posts, actor=request.actor, initial=initial)
        return self.page(form, Refusal(obstacles=tuple(obstacles)))

    def post(self, request):
        posts, _ = self.open_posts(self.permitted())
        form = self.form(request.POST, request.FILES, record=self.above, posts=posts, actor=request.actor)
        if not form.is_valid():
            return self.page(form, Refusal(422))
        subject = self.above or self.model._meta.verbose_name
        try:
            record, refusal = taken(request, subject, self.label, lambda: self._act_first(form))
        except uploads.Refused as wrong:
            form.add_error("files", str(wrong))
            return self.page(form, Refusal(422))
        if refusal:
            return self.page(form, refusal)
        messages.success(request, f"已办理“{self.label}”：{record.words}")
        return redirect(self.after(record))

    def act(self, form):
        above = {self.relation: self.above} if self.parent else {}
        fields = form.asked() | self.fields(form.cleaned_data) | above
        actor, act_id = self.request.actor.acting_as(form.chosen_post()), form.cleaned_data["act_id"]
        with attachments.stored(form.cleaned_data.get("files") or ()) as kept:
            record = open_record(
                self.model, type(self).step, actor=actor, dossier=self.above.dossier if self.parent else None, act_id=act_id,
                **fields,
            )  # fmt: skip
            if kept:  # an act of its own, whose id follows from the birth's: a form that came twice files nothing twice
                revise(record, actor=actor, act_id=uuid.uuid5(act_id, "files"), attach=kept)
        return record

    def _act_first(self, form):
        """Act, unless somebody was faster by a moment, so that no guard could see it."""
        try:
            with transaction.atomic():
                return self.act(form)
        except IntegrityError as fault:
            if "unique" not in str(fault).lower():
                raise
            raise Moved(self.taken_words) from fault

    def after(self, record):
        return record.get_absolute_url()

    def page(self, form, refusal):
        if refusal.moved:
            renew(form)
        if self.request.FILES and "files" in form.fields and "files" not in form.errors:
            form.add_error("files", "所选文件没有保存，请重新选择。")  # no browser sends a file a second time by itself
        shown = {
            "record": self.above,
            "form": form,
            "title": self.title or self.label,
            "button": self.label,
            "refusal": refusal,
            "declaration": self.declaration,
            "files": form.is_multipart(),
            **self.more(),
            "listing": (self.above.root if self.parent else self.model).listing(),
        }
        return render(self.request, self.page_template, shown, status=refusal.status)

    def more(self):
        """What else the page shows."""
        return {}
