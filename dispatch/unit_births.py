"""The only place for the page on which a record begins that is born beside a unit: from the unit's page, as a root."""

from dispatch.models import DispatchedUnit
from workflow.birth_views import BirthView
from workflow.door import open_record


class OnUnit(BirthView):
    """Begun on the page of a unit, yet in a dossier of its own."""

    parent, relation = DispatchedUnit, "unit"

    def unborn(self):
        return self.model.begun_within(self.above, self.request.actor)

    def step_for(self, post, given):
        """The step by which it begins."""
        return type(self).step

    def act(self, form):
        post, given = form.chosen_post(), form.asked()
        return open_record(
            self.model, self.step_for(post, given), actor=self.request.actor.acting_as(post), dossier=None,
            act_id=form.cleaned_data["act_id"], unit=self.above, commission=self.above.commission, **given,
        )  # fmt: skip
