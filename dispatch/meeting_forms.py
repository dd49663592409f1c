"""The shape of input on the pages of a unit's meetings, their agenda, votes and what follows from decisions."""

from django import forms
from django.core.exceptions import ValidationError

from dispatch import membership
from dispatch.minutes import first_draft
from dispatch.models import (
    AgendaItem,
    DispatchedUnit,
    FollowUp,
    GroupMeeting,
    GroupMeetingState,
    MeetingKind,
    Stance,
    Vote,
)
from organizations.models import Person
from workflow import clocks
from workflow.forms import ActForm, CleanForm, StepForm, edit_form

NOBODY = Person.objects.none()
CallForm = edit_form(GroupMeeting, ("kind", "title", "planned_on", "place"))


class ItemFields(ActForm):
    """An item as it is put on the agenda."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_important" in self.fields:
            self.fields[
                "is_important"
            ].help_text = "重要事项只能由组务会决定（规则 4(2)、8），组长办公会议、专题会议不能列入。"


ItemForm = edit_form(AgendaItem, ("subject", "is_important", "presenter", "background"), ItemFields)


class HoldForm(StepForm):
    """Who was there; at a group meeting only its members are asked for, whoever else was there sat in on it."""

    attended = forms.ModelMultipleChoiceField(label="到会人员", queryset=NOBODY)
    chair = forms.ModelChoiceField(label="主持人", queryset=NOBODY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["held_on", "attended", "chair"])
        among = membership.members_of if self.record.is_a_group_meeting else membership.staff_of
        people = among(self.record.unit.organisation, clocks.today())
        for name in ("attended", "chair"):
            self.fields[name].queryset = people
        if self.record.is_a_group_meeting:
            share = self.record.dossier.policy.quorum_share
            self.fields[
                "attended"
            ].help_text = f"只列正职、副职。到会人数至少占全体成员的{share}%（本单位设定），不足的请改期。"
        self.fields["observers"].help_text = "列席的不参加表决。"


class MinutesForm(StepForm):
    """The minutes as they stand, or what the system knows of the meeting, put into words to begin with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].initial = self.record.minutes or first_draft(self.record)
        self.fields["minutes"].help_text = "纪要由起草人以外的正职、副职审定；审定以前可以重新起草。"


MEETING = {"hold": HoldForm, "write_minutes": MinutesForm}
CastForm = edit_form(Vote, ("stance",))


class RecordedForm(ActForm):
    """How each member voted who attends and has not voted yet: a field for each."""

    PREFIX = "member_"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.missing = [person for person, vote in self.record.roll() if vote is None]
        for person in self.missing:
            choices = [("", "暂不登记"), *Stance.choices]
            self.fields[f"{self.PREFIX}{person.pk}"] = forms.ChoiceField(
                label=person.name, choices=choices, required=False
            )

    def clean(self):
        cleaned = super().clean()
        if not self.stances():
            raise ValidationError("请至少登记一名成员的表决。" if self.missing else "到会的成员都已经表决。")
        return cleaned

    def stances(self):
        """[(member, stance)] of those that were filled in."""
        given = [(person, self.cleaned_data.get(f"{self.PREFIX}{person.pk}")) for person in self.missing]
        return [(person, stance) for person, stance in given if stance]


class ReassignForm(StepForm):
    """Another person of the unit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = membership.staff_of(self.record.item.meeting.unit.organisation, clocks.today())
        self.fields["responsible"].queryset = staff.exclude(pk=self.record.responsible_id)


FOLLOW_UP = {"reassign": ReassignForm}


class FollowUpFields(ActForm):
    """Someone of the unit, what and by when."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields:
            self.fields["responsible"].queryset = membership.staff_of(
                self.record.meeting.unit.organisation, clocks.today()
            )


FollowUpForm = edit_form(FollowUp, ("content", "responsible", "due_on"), FollowUpFields)


class MeetingFilterForm(CleanForm):
    """Which meetings to list."""

    kind = forms.ChoiceField(label="会议", required=False, choices=[("", "全部"), *MeetingKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *GroupMeetingState.choices])
    unit = forms.ModelChoiceField(
        label="派驻机构", required=False, queryset=DispatchedUnit.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seen = DispatchedUnit.objects.visible_to(actor)
        self.fields["unit"].queryset = seen.select_related(*DispatchedUnit.within).order_by("organisation__name")
        self.fields["unit"].empty_label = "全部"
