"""The only place where a person chooses how to be told outside the house (提醒设置), within what his commissions allow."""

from django.db import transaction
from django.db.models import Q

from organizations.models import Organisation, Person
from workflow import audit, channels, clocks
from workflow.models import Policy, Preference


def of(person):
    """What the person has chosen; nothing chosen means every channel, at once."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def offered_to(actor):
    """The channels that are configured and that a commission of the actor's level allows."""
    houses = {post.organisation_id for post in actor.posts}
    above = {post.organisation.superior_id for post in actor.posts} - {None}
    commissions = Organisation.objects.filter(Q(pk__in=houses) | Q(committee__in=houses | above))
    policies = Policy.objects.filter(commission__in=commissions, effective_on__lte=clocks.today()).order_by("number")
    in_force = {policy.commission_id: policy.channels for policy in policies}
    allowed = set().union(*in_force.values())
    return [channel for channel in channels.configured() if channel in allowed]


@transaction.atomic
def change(actor, chosen, *, is_daily, email=None, gateway_id=None):
    """Keep what the actor chose of the channels ``chosen`` ({channel: whether he wants it}); others and missing addresses stay."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    kept, said = of(person), {}
    before = list(kept.channels)
    wanted = [channel for channel in before if channel not in chosen] + [
        each for each, wants in chosen.items() if wants
    ]
    if set(wanted) != set(before):
        said["外发渠道"] = [_words(before), _words(wanted)]
    if is_daily != kept.is_daily:
        said["频次"] = [_pace(kept.is_daily), _pace(is_daily)]
    kept.channels, kept.is_daily = sorted(wanted), is_daily
    if gateway_id is not None and gateway_id != kept.gateway_id:
        kept.gateway_id, said["手机号或者政务微信账号"] = gateway_id, [None, "已修改"]
    kept.save()
    if email is not None and email != person.email:
        person.email, said["电子邮箱"] = email, [None, "已修改"]
        person.save(update_fields=["email"])
    audit.journal(
        "personnel.change_preferences", "修改提醒设置", actor=actor, subject=person, words=person.username, changes=said
    )
    return kept


def _words(names):
    return "、".join(channel.label for channel in channels.Channel if channel in names) or None


def _pace(is_daily):
    return "每天至多一条" if is_daily else "即时"
