"""The only place where a person lends posts to a deputy (委托代理): offered, answered, revoked; each act is a line in the journal.

A delegation lies in no dossier. It counts from the next request: whose posts are in force, and lent, is asked each time.
"""

from django.db import transaction

from organizations.models import ADMINISTRATORS, Delegation, DelegationStatus, Person, Post, Role
from workflow import audit, clocks, personnel
from workflow.door import Barred, NotPermitted
from workflow.guards import Obstacle

RULE = "系统规则"
LABELS = {"offer": "委托代理", "accept": "接受代理", "decline": "不接受代理", "revoke": "撤销委托"}
LONGEST = 366  # days; who is away for longer is replaced, not deputised for


@transaction.atomic
def offer(actor, *, deputy, posts, from_on, until_on, reason):
    """Lend some of one's own posts to a deputy for a period, both days included. Returns the delegation, still to be accepted."""
    delegator = personnel.locked(actor.person)
    found = against_period(from_on, until_on) + against_deputy(delegator, deputy, posts)
    _bar("offer", found + against_posts(delegator, posts, from_on, until_on))
    delegation = Delegation(delegator=delegator, deputy=deputy, reason=reason.strip())
    delegation.from_on, delegation.until_on, delegation.offered_at = from_on, until_on, clocks.now()
    delegation.save(force_insert=True)
    delegation.posts.set(posts)
    _record("offer", actor, delegation, {"职务": [None, _post_words(posts)], "期间": [None, period(delegation)]})
    return delegation


@transaction.atomic
def accept(actor, delegation):
    """The deputy takes it on; from the first day of the period he may act in the posts."""
    delegation = _locked(delegation)
    _enter("accept", actor, delegation.deputy_id)
    posts = list(delegation.posts.select_related("organisation", "office"))
    _bar("accept", _against_answer(delegation) or against_deputy(delegation.delegator, delegation.deputy, posts))
    return _answered("accept", actor, delegation, DelegationStatus.ACCEPTED)


@transaction.atomic
def decline(actor, delegation):
    """The deputy does not take it on."""
    delegation = _locked(delegation)
    _enter("decline", actor, delegation.deputy_id)
    _bar("decline", _against_answer(delegation))
    return _answered("decline", actor, delegation, DelegationStatus.DECLINED)


@transaction.atomic
def revoke(actor, delegation):
    """End a delegation, or withdraw an offer, at once: the delegator himself, or the security administrator for one who is away."""
    delegation = _locked(delegation)
    if not may_revoke(actor, delegation):
        raise NotPermitted(LABELS["revoke"], RULE, f"委托人{delegation.delegator.name}、{Role.SECURITY_ADMIN.label}")
    if delegation.status not in (DelegationStatus.OFFERED, DelegationStatus.ACCEPTED):
        _bar("revoke", [Obstacle(f"该委托{delegation.get_status_display()}，不能再撤销", RULE)])
    if delegation.is_over(clocks.today()):
        _bar("revoke", [Obstacle("该委托已经到期，不必撤销", RULE)])
    before = state_words(delegation)
    delegation.status, delegation.revoked_at = DelegationStatus.REVOKED, clocks.now()
    delegation.save(update_fields=["status", "revoked_at"])
    _record("revoke", actor, delegation, {"状态": [before, state_words(delegation)]})
    return delegation


def may_revoke(actor, delegation):
    return actor.person_id == delegation.delegator_id or any(post.role == Role.SECURITY_ADMIN for post in actor.posts)


def against_period(from_on, until_on):
    today = clocks.today()
    if until_on < from_on:
        return [Obstacle("截止日期不能早于起始日期", RULE, "委托人")]
    if from_on < today:
        return [Obstacle(f"起始日期不能早于今天（{clocks.date_words(today)}）", RULE, "委托人")]
    if (until_on - from_on).days >= LONGEST:
        return [Obstacle("委托代理一次不超过一年；更长的，应当调整职务", RULE, Role.SECURITY_ADMIN.label)]
    return []


def against_deputy(delegator, deputy, posts):
    """A deputy is somebody else in the house of the posts, with a business post there himself."""
    if deputy.pk == delegator.pk:
        return [Obstacle("不能委托本人代理", RULE, "委托人")]
    held = Post.objects.in_force(clocks.today()).filter(person=deputy).exclude(role__in=ADMINISTRATORS)
    houses = {post.organisation.house_id for post in held.select_related("organisation")}
    if not posts or {post.organisation.house_id for post in posts} <= houses:
        return []
    return [Obstacle(f"代理人应当在本单位任职，{deputy.name}没有该单位的现任职务", RULE, "委托人另选代理人")]


def against_posts(delegator, posts, from_on, until_on):
    """Only one's own business posts in force are lent, never what was lent to oneself, and each once at a time."""
    if not posts:
        return [Obstacle("应当选择委托的职务", RULE, "委托人")]
    own = set(lendable(delegator).values_list("pk", flat=True))
    if any(post.pk not in own for post in posts):
        return [Obstacle("只能委托本人现任的业务职务；代理的职务不得再委托", RULE, "委托人")]
    same = Delegation.objects.standing().filter(posts__in=posts, from_on__lte=until_on, until_on__gte=from_on)
    return [
        Obstacle(f"同一职务在这一期间已委托{other.deputy.name}代理（{period(other)}）", RULE, "委托人先撤销原委托")
        for other in same.select_related("deputy").distinct()
    ]


def lendable(person):
    """The posts that a person may lend today."""
    return Post.objects.in_force(clocks.today()).filter(person=person).exclude(role__in=ADMINISTRATORS)


def colleagues(person):
    """People who might deputise for this person: with a business post in one of his houses today, and not himself."""
    houses = {post.organisation.house_id for post in lendable(person).select_related("organisation")}
    held = Post.objects.in_force(clocks.today()).exclude(role__in=ADMINISTRATORS).exclude(person=person)
    there = [
        post.person_id for post in held.select_related("organisation") if post.organisation.house_id in houses
    ] if houses else []  # fmt: skip
    return Person.objects.filter(pk__in=there).order_by("name", "pk")


def posts_of(people):
    """{person id: the words of their business posts today}; one query."""
    held = Post.objects.in_force(clocks.today()).filter(person__in=people).exclude(role__in=ADMINISTRATORS)
    words = {}
    for post in held.select_related("organisation", "office").order_by("pk"):
        words.setdefault(post.person_id, []).append(post.words)
    return {pk: "、".join(said) for pk, said in words.items()}


def given_by(person):
    """Delegations that a person gave and that are not over, for whoever may end them."""
    return Delegation.objects.not_over(clocks.today()).filter(delegator=person).select_related("delegator", "deputy")


def period(delegation):
    return f"{delegation.from_on} 至 {delegation.until_on}"


def state_words(delegation):
    """Where a delegation stands today, in words."""
    today = clocks.today()
    if delegation.status == DelegationStatus.ACCEPTED:
        if delegation.is_over(today):
            return "已到期"
        return "代理中" if delegation.from_on <= today else "已接受，未到起始日期"
    if delegation.status == DelegationStatus.OFFERED and delegation.is_over(today):
        return "逾期未接受"
    return delegation.get_status_display()


def _against_answer(delegation):
    if delegation.status != DelegationStatus.OFFERED:
        return [Obstacle(f"该委托{delegation.get_status_display()}，不能再答复", RULE)]
    if delegation.is_over(clocks.today()):
        return [Obstacle("该委托已经过期", RULE, "委托人另行委托")]
    return []


def _answered(act, actor, delegation, status):
    before = state_words(delegation)
    delegation.status, delegation.answered_at = status, clocks.now()
    delegation.save(update_fields=["status", "answered_at"])
    _record(act, actor, delegation, {"状态": [before, state_words(delegation)]})
    return delegation


def _locked(delegation):
    """The row as it is now, locked until the act is done."""
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True).select_related("delegator", "deputy")
    return rows.get(pk=delegation.pk)


def _enter(act, actor, person_id):
    if actor.person_id != person_id:
        raise NotPermitted(LABELS[act], RULE, "被委托的代理人")


def _bar(act, found):
    if found:
        raise Barred(LABELS[act], found)


def _post_words(posts):
    return "、".join(post.words for post in posts)


def _record(act, actor, delegation, changes):
    """The line in the journal of the house whose posts are lent."""
    post = delegation.posts.select_related("organisation").first()
    audit.journal(
        f"deputising.{act}", LABELS[act], actor=actor, organisation=post.organisation, subject=delegation,
        words=str(delegation), changes=changes,
    )  # fmt: skip
