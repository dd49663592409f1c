"""What the demonstration shows of duties that recur: overdue, done and owed, of the commission and of its units."""

from dispatch import duties
from dispatch.duty_choices import owable
from dispatch.models import Duty, DutyRule, RecurringDuty
from workflow import clocks
from workflow.door import advance
from workflow.models import Policy


def rules_of(city, *duties_named, houses=None):
    """The unsaved rules of these duties (of all where none is named) that nobody has set yet, from the present period on."""
    policy = Policy.objects.filter(commission=city.commission).in_force(clocks.today()).first()
    return [
        DutyRule(commission=city.commission, house=house, duty=duty).begin_in(policy, clocks.today())
        for house, duty in owable(city.commission)
        if (not duties_named or duty in duties_named) and (houses is None or house in houses)
    ]


def set_for(city, *duties_named, who="director", houses=None):
    return duties.set_rules(city.actor(who), rules_of(city, *duties_named, houses=houses))


def done(city, duty, who="unit_head", **fields):
    row = RecurringDuty.objects.select_related("dossier", *RecurringDuty.within).get(pk=duty.pk)
    given = {
        "document": "党组专题研究会议", "done_on": clocks.today(), "outcome": "会同党组研究了全面从严治党工作，明确了下步重点。",
        "kept_at": "组内档案室",
    }  # fmt: skip
    return advance(row, RecurringDuty.complete, actor=city.actor(who), **given | fields)


def set_for_the_commission(city, calendar, days_ago):
    """More than a quarter ago: what the commission itself owes; one quarter has passed since without its meeting."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        set_for(city)


def set_for_the_units(city, calendar, days_ago):
    """What the units owe; the first of them has studied jointly with its host already."""
    calendar.begin(days_ago)
    with clocks.following(calendar.tick):
        set_for(city, who="deputy")
    calendar.wait(9)
    with clocks.following(calendar.tick):
        studied = RecurringDuty.objects.get(rule__house=city.first_unit, rule__duty=Duty.JOINT_STUDY)
        done(city, studied)
        duties.open_all(clocks.today())
    calendar.begin(0)
    with clocks.following(calendar.tick):
        duties.open_all(clocks.today())
