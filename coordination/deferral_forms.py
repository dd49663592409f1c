"""The shape of input on the pages of extensions and suspensions."""

from coordination.models import Extension, Suspension
from workflow import calendars, clocks
from workflow.forms import ActForm, StepForm, edit_form


class ExtensionFields(ActForm):
    """What a department says when it asks for a later date; the cause only of a task that is already late."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        running = Extension(assignment=self.record).running_due_on
        if running:
            self.fields["due_on"].help_text = f"原时限为{clocks.date_words(running)}。"
        if running is None or running >= clocks.today():
            del self.fields["cause"]
        else:
            self.fields["cause"].required = True
            self.fields["cause"].help_text = "本任务已经超期，由书记决定；准予后仍标明“曾逾期”。"


ExtensionForm = edit_form(Extension, ("due_on", "reason", "progress", "cause"), ExtensionFields)
SuspensionForm = edit_form(Suspension, ("reason",))


class ReviewForm(StepForm):
    """Until when a matter stands still: within the commission's own limit, and the committee's clerk names the decision."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most, today = self.record.dossier.policy.suspension_days, clocks.today()
        latest = calendars.load().add(today, most).due_on
        limit = f"最晚为{clocks.date_words(latest)}（本单位设定：最长{most}个工作日）"
        self.fields["review_on"].help_text = f"{limit}。到期不恢复的，时限自动继续计算。"
        _fit_the_decision(self)


class DecisionForm(StepForm):
    """A decision of the committee, which its clerk records by its document."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _fit_the_decision(self)


def _fit_the_decision(form):
    """Only the committee is asked for its document."""
    if form.record.matter.committee_decides():
        form.fields["committee_decision"].help_text = "由党委办公室代为登记的，应当填写。"
    else:
        del form.fields["committee_decision"]


SUSPENSION = {"grant": ReviewForm, "renew": ReviewForm, "refuse": DecisionForm, "resume": DecisionForm}
