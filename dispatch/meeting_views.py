"""The pages of a unit's meetings (组内会议): the list, one meeting with its agenda, one item with its votes and what follows from it."""

import uuid

from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dispatch import meeting_forms as forms
from dispatch import membership
from dispatch.grounds import resting_on
from dispatch.models import AgendaItem, DispatchedUnit, FollowUp, GroupMeeting, Vote
from dispatch.unit_births import OnUnit
from organizations.models import Kind
from workflow import clocks, statements
from workflow.act_views import visible_or_404
from workflow.articles import rests_on
from workflow.birth_views import BirthView
from workflow.door import open_record
from workflow.models import Clock
from workflow.paging import PARAMETER, page_of
from workflow.record_page import offers_of, record_context


@rests_on("规则 8", label="派驻机构会议")
@require_GET
def meeting_list(request):
    """Meetings that the actor may see, by kind and state, the latest first."""
    rows = GroupMeeting.objects.visible_to(request.actor).select_related("dossier", *GroupMeeting.within)
    form = forms.MeetingFilterForm(request.GET, actor=request.actor)
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("kind", "state", "unit"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    page = page_of(rows, order=[("planned_on", True)], cursor=request.GET.get(PARAMETER, ""), size=50)
    shown = {"page": page, "pager": page.pager(request), "form": form, "units": _units_of(request.actor)}
    return render(request, "dispatch/groupmeeting_list.html", shown)


def _units_of(actor):
    """The units in being in which the actor may call a meeting."""
    houses = {post.organisation_id for post in actor.posts if post.organisation.kind == Kind.DISPATCHED_UNIT}
    rows = DispatchedUnit.objects.visible_to(actor).filter(organisation__in=houses, state="in_being")
    return rows.select_related(*DispatchedUnit.within) if houses else ()


@require_GET
def meeting(request, public_id):
    """One meeting: who was there, what was on its agenda and what became of it, the minutes."""
    record = visible_or_404(GroupMeeting, request, public_id)
    shown = {
        "items": record.items.order_by("pk"), "attended": record.attended.order_by("name", "pk"),
        "absent": record.members.exclude(pk__in=record.attended.values("pk")).order_by("name", "pk"),
    }  # fmt: skip
    return render(request, "dispatch/groupmeeting.html", record_context(request, record) | shown)


class Call(OnUnit):
    model, step, form = GroupMeeting, GroupMeeting.call, forms.CallForm


class Table(BirthView):
    """An item on the agenda of a meeting."""

    model, step, parent, relation = AgendaItem, AgendaItem.table, GroupMeeting, "meeting"
    form = forms.ItemForm


@require_GET
def item(request, public_id):
    """One item: how the members voted, what was decided, who does what about it."""
    record = visible_or_404(AgendaItem, request, public_id)
    holds = statements.standing(record.dossier_id).barring(clocks.today())
    follow_ups = record.follow_ups.select_related("responsible").order_by("pk")
    lights = {clock.subject_id: clock for clock in Clock.objects.open().of(*follow_ups).select_related("policy")}
    shown = {
        "roll": [(member, vote, _withdrawal(record, vote, request.actor, holds)) for member, vote in record.roll()],
        "ayes": record.ayes, "follow_ups": [(row, _light(lights.get(row.public_id), request)) for row in follow_ups],
    }  # fmt: skip
    shown = record_context(request, record) | shown | resting_on(record, record.meeting.unit, request.actor)
    return render(request, "dispatch/agendaitem.html", shown | {"births": shown["births"] + shown["ways"]})


def _withdrawal(item, vote, actor, holds):
    """The buttons beside a vote for whoever may take it back."""
    if vote is None:
        return []
    vote.item, vote.dossier = item, item.dossier
    mine = actor.person_id == (vote.entered_by_id or vote.voter_id)
    return offers_of(vote, actor, holds) if mine else []


def _light(clock, request):
    return clocks.light(clock, request.actor.today) if clock else None


@require_http_methods(["GET", "POST"])
def votes(request, public_id):
    """A member votes; whoever keeps the record enters how the members voted."""
    above = visible_or_404(AgendaItem, request, public_id)
    unit = above.meeting.unit.organisation_id
    view = CastVote if request.actor.holds(unit, *membership.MEMBERS) else RecordVotes
    return view.as_view()(request, public_id=public_id)


class CastVote(BirthView):
    """A member votes himself."""

    model, step, parent, relation = Vote, Vote.cast, AgendaItem, "item"
    form = forms.CastForm


class RecordVotes(BirthView):
    """How the members voted in the room, all of them or none."""

    model, step, parent, relation = Vote, Vote.record_vote, AgendaItem, "item"
    form = forms.RecordedForm

    @transaction.atomic
    def act(self, form):
        actor, act_id = self.request.actor.acting_as(form.chosen_post()), form.cleaned_data["act_id"]
        kept = [
            open_record(
                Vote, Vote.record_vote, actor=actor, dossier=self.above.dossier, act_id=uuid.uuid5(act_id, str(person.pk)),
                item=self.above, voter=person, stance=stance,
            )
            for person, stance in form.stances()
        ]  # fmt: skip
        return kept[-1]


class Assign(BirthView):
    """Somebody of the unit is to do something about a decision."""

    model, step, parent, relation = FollowUp, FollowUp.assign, AgendaItem, "item"
    form = forms.FollowUpForm

    def initial(self):
        return {"content": self.above.decision}


@require_GET
def follow_up(request, public_id):
    """One thing that follows from a decision."""
    record = visible_or_404(FollowUp, request, public_id)
    return render(request, "dispatch/followup.html", record_context(request, record))


@require_GET
def within_item(request, public_id):
    """A vote is shown on the page of its item."""
    return redirect(visible_or_404(Vote, request, public_id).get_absolute_url())
