"""The pages on which several tasks of a matter are drafted together: a table, one task for many, a workbook, a template."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from coordination import blank_sheet, bulk, bulk_forms, task_sheet
from coordination.models import Matter
from coordination.parties import Parties
from workflow.act_views import RecordView, Refusal, renew, taken
from workflow.door import NotPermitted
from workflow.uploads import Refused

LABEL, ARTICLE = "起草任务", "规定 6"
DONE = Refusal()  # of which there is nothing to tell
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DraftingView(RecordView):
    """A page for whoever may draft tasks of the matter and may read it."""

    model = Matter
    title = LABEL
    template = "workflow/act.html"

    def posts(self):
        """The posts in which this person may; nobody else sees the page."""
        posts = bulk.drafting_posts(self.record, self.request.actor)
        if not posts:
            barred = bulk.against_drafting(self.record, self.request.actor)
            reason = str(NotPermitted(LABEL, ARTICLE, "承办人、承办室主任"))
            self.forbid(LABEL, f"{barred[0].sentence}。" if barred else reason)
        if self.record.is_covered_from(self.request.actor):
            self.forbid(LABEL, "您不在知悉名单上，不能起草任务。需要知悉的，由分管领导或者书记列入知悉名单。")
        return posts

    def opened(self, posts, form_class, *given, **more):
        initial = {"version": self.record.version}
        return form_class(*given, record=self.record, posts=posts, initial=initial, **more)

    def draft(self, form, rows):
        """Draft the rows; the answer where it was done, or a refusal."""
        actor, given = self.request.actor.acting_as(form.chosen_post()), form.cleaned_data
        done, refusal = taken(self.request, self.record, LABEL, lambda: bulk.draft_together(
            self.record, rows, actor=actor, act_id=given["act_id"]))  # fmt: skip
        if refusal:
            return None, refusal
        tasks, before = done
        if before:
            messages.warning(self.request, f"这{len(tasks)}项任务此前已经起草，没有重复起草。")
        else:
            messages.success(self.request, f"已起草{len(tasks)}项任务。")
        return redirect(self.record), None

    def show(self, form, refusal=DONE, **more):
        if refusal.moved:
            renew(form)
        return self.page(form, title=self.title, refusal=refusal, template=self.template, button="起草", **more)


class DraftTable(DraftingView):
    """Several tasks in a table."""

    title, template = "批量起草任务", "coordination/task_table.html"

    def table(self, *given):
        return bulk_forms.TaskTable(*given, prefix="rows", form_kwargs={"parties": Parties.of(self.record)})

    def get(self, request):
        return self.show(self.opened(self.posts(), bulk_forms.ActForm), table=self.table())

    def post(self, request):
        form, table = self.opened(self.posts(), bulk_forms.ActForm, request.POST), self.table(request.POST)
        if "more" in request.POST:
            return self.show(form, table=self.table(self.with_more_rows()))
        if not (form.is_valid() and table.is_valid()):
            return self.show(form, Refusal(422), table=table)
        rows = list(bulk.with_holders(table.rows(), table.form_kwargs["parties"]))
        done, refusal = self.draft(form, rows)
        return done or self.show(form, refusal, table=table)

    def with_more_rows(self):
        """What was sent, with room for more rows."""
        sent = self.request.POST.copy()
        present = sent.get("rows-TOTAL_FORMS", "")
        count = int(present) if present.isascii() and present.isdigit() and len(present) < 4 else 0
        sent["rows-TOTAL_FORMS"] = min(bulk_forms.MOST_ROWS, count + bulk_forms.AT_FIRST)
        return sent


class DraftForEach(DraftingView):
    """The same task for each of several departments."""

    title = "同一任务交办各部门"

    def get(self, request):
        return self.show(self.opened(self.posts(), bulk_forms.SameTask, parties=Parties.of(self.record)))

    def post(self, request):
        posts, parties = self.posts(), Parties.of(self.record)
        form = self.opened(posts, bulk_forms.SameTask, request.POST, parties=parties)
        if not form.is_valid():
            return self.show(form, Refusal(422))
        done, refusal = self.draft(form, list(bulk.with_holders(form.rows(), parties)))
        return done or self.show(form, refusal)


class SheetView(DraftingView):
    """A page about a workbook, which is there only while the plan is worked out."""

    title, template = "由表格导入任务", "coordination/task_sheet.html"

    def posts(self):
        posts = super().posts()
        if self.record.state != Matter.State.PLANNING:
            self.forbid(self.title, "事项不在研究制定方案阶段，不能增加任务。")
        return posts

    def judged(self, form, lines, confirm, sealed):
        """The dry run: every row with what it would become, or with what is wrong by column."""
        wrong = [line for line in lines if line.errors]
        confirm.initial["sealed"] = sealed
        more = {"lines": lines, "wrong": len(wrong), "confirm": None if wrong else confirm, "labels": task_sheet.LABELS}
        return self.show(form, Refusal(422) if wrong else Refusal(), **more)


class SheetTemplate(SheetView):
    """The workbook to fill in."""

    def get(self, request):
        self.posts()
        answer = HttpResponse(blank_sheet.template(self.record, Parties.of(self.record)), content_type=XLSX)
        answer["Content-Disposition"] = content_disposition_header(True, "任务表.xlsx")
        answer["Cache-Control"] = "no-store"
        return answer


class ImportSheet(SheetView):
    """Upload a workbook and look at what each row would become; nothing is drafted yet."""

    def get(self, request):
        return self.show(self.opened(self.posts(), bulk_forms.SheetForm))

    def post(self, request):
        posts = self.posts()
        form = self.opened(posts, bulk_forms.SheetForm, request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, Refusal(422))
        try:
            lines = task_sheet.read(form.cleaned_data["sheet"], Parties.of(self.record))
            sealed = task_sheet.seal(lines, matter=self.record, actor=request.actor)
        except Refused as refusal:
            form.add_error("sheet", str(refusal))
            return self.show(form, Refusal(422))
        again = self.opened(posts, bulk_forms.SheetForm)
        return self.judged(again, lines, self.opened(posts, bulk_forms.ConfirmForm), sealed)


class ConfirmSheet(SheetView):
    """Draft exactly the tasks that were shown."""

    def post(self, request):
        posts, parties = self.posts(), Parties.of(self.record)
        form = self.opened(posts, bulk_forms.ConfirmForm, request.POST)
        empty = self.opened(posts, bulk_forms.SheetForm)
        if not form.is_valid():
            return self.refused(empty, "提交的内容不完整，没有导入，请重新上传任务表。")
        sealed = form.cleaned_data["sealed"]
        try:
            act_id, lines = task_sheet.unseal(sealed, matter=self.record, actor=request.actor, parties=parties)
        except Refused as refusal:
            return self.refused(empty, str(refusal))
        wrong = [line for line in lines if line.errors]
        if wrong:
            return self.judged(empty, lines, form, sealed)
        form.cleaned_data["act_id"] = act_id  # of what was shown, so that it is made once however often it is sent
        done, refusal = self.draft(form, [line.values for line in lines])
        return done or self.show(empty, refusal)

    def refused(self, form, sentence):
        messages.error(self.request, sentence)
        return self.show(form, Refusal(422))
