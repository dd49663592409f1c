"""The pages on which an extension or a suspension is asked for, and what other pages show of them."""

from coordination import deferral_forms as forms
from coordination.models import Assignment, Extension, Matter, Suspension
from workflow.birth_views import BirthView


class RequestExtension(BirthView):
    model, step, parent, relation, form = Extension, Extension.request, Assignment, "assignment", forms.ExtensionForm
    page_template = "coordination/extension_new.html"

    def more(self):
        return {"running_due_on": Extension(assignment=self.above).running_due_on}


class RequestSuspension(BirthView):
    """Asked by the handling officer, or for the department of the matter that the actor heads."""

    model, step, parent, relation = Suspension, Suspension.request_suspension, Matter, "matter"
    form = forms.SuspensionForm

    def fields(self, given):
        return {"department": Suspension.begun_within(self.above, self.request.actor).department}

    def may(self):
        return "本事项承办人，本事项牵头、参与部门的负责人"


def extensions_of(assignment, actor):
    """What was asked for a task, the earliest first."""
    rows = Extension.objects.visible_to(actor).filter(assignment=assignment).order_by("pk")
    return list(rows.select_related("asked_by", "decided_by", *Extension.within))


def put_off(task, running):
    """The date until which a task's clock runs, where days were lost to a suspension; ``running`` are lines of open clocks."""
    until = {line["of"]: line["due_on"] for line in running if line["clock"].name == "work"}.get(task.public_id)
    return until if until != task.due_on else None


def suspension_of(matter, actor):
    """The suspension of a matter that has not ended, as the actor sees it: what a page says above everything else."""
    rows = Suspension.objects.visible_to(actor).filter(matter=matter, state=Suspension.State.SUSPENDED)
    found = rows.select_related("decided_by", "asked_by", "department", *Suspension.within).first()
    return found and {"record": found, "counts": found.review_on >= actor.today}
