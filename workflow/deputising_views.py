"""The pages of one's delegations (委托代理): given and taken, a new one, and the answers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations.models import Delegation, DelegationStatus, Person, Post, Role
from workflow import clocks, deputising
from workflow.act_views import Refusal, refuse, taken
from workflow.forms import CleanForm
from workflow.personnel_forms import ByPublicId
from workflow.personnel_views import open_to

TONES = {"代理中": "green", "待接受": "orange", "已接受，未到起始日期": "blue"}
MOST = 50  # of those that are over the latest are shown


class DelegationForm(CleanForm):
    """Which posts, to whom, from when until when, and why."""

    posts = forms.ModelMultipleChoiceField(
        Post.objects.none(), label="委托的职务", to_field_name="public_id",
        error_messages={"invalid_choice": "只能委托本人现任的业务职务；代理的职务不得再委托。", "invalid_pk_value": "请重新选择职务。"},
    )  # fmt: skip
    deputy = ByPublicId(
        Person.objects.none(), label="代理人", help_text="本单位的其他在任人员；对方接受后才生效。",
        error_messages={"invalid_choice": "代理人应当是本单位的其他在任人员，不能是本人。"},
    )  # fmt: skip
    from_on = forms.DateField(label="起始日期")
    until_on = forms.DateField(label="截止日期", help_text="含当日；到期自动终止，也可以随时撤销。")
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        own = deputising.lendable(person).select_related("organisation", "office").order_by("pk")
        self.fields["posts"].queryset = own
        self.fields["posts"].label_from_instance = lambda post: post.words
        self.fields["deputy"].queryset = deputising.colleagues(person)
        held = deputising.posts_of(self.fields["deputy"].queryset)
        self.fields["deputy"].label_from_instance = lambda other: f"{other.name}（{held.get(other.pk, '')}）"
        if len(own) == 1 and not self.is_bound:
            self.initial["posts"] = [own[0].public_id]


@never_cache
@require_GET
def delegations(request):
    """What the person gave and took, those that still count first."""
    person, today = request.actor.person, clocks.today()
    rows = Delegation.objects.of(person).select_related("delegator", "deputy")
    rows = rows.prefetch_related("posts__organisation", "posts__office").order_by("-until_on", "-pk")[:MOST]
    shown = [line(delegation, request.actor, today) for delegation in rows]
    given = [each for each in shown if each["delegation"].delegator_id == person.pk]
    taken_on = [each for each in shown if each["delegation"].deputy_id == person.pk]
    may_offer = deputising.lendable(person).exists()
    return render(
        request, "workflow/deputising/list.html", {"given": given, "taken_on": taken_on, "may_offer": may_offer}
    )


def line(delegation, actor, today):
    """A delegation as a list shows it, with what the actor may do with it."""
    state, open_now = deputising.state_words(delegation), not delegation.is_over(today)
    waits = delegation.status == DelegationStatus.OFFERED and open_now
    return {
        "delegation": delegation,
        "posts": "、".join(post.words for post in delegation.posts.all()),
        "period": deputising.period(delegation),
        "state": state,
        "tone": TONES.get(state, "grey"),
        "may_answer": waits and delegation.deputy_id == actor.person_id,
        "may_revoke": (waits or (delegation.status == DelegationStatus.ACCEPTED and open_now))
        and deputising.may_revoke(actor, delegation),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def delegation_new(request):
    """Offer one's posts to a deputy."""
    person, refusal = request.actor.person, Refusal()
    if not deputising.lendable(person).exists():
        if request.method == "POST":
            refuse(request, person, deputising.LABELS["offer"], "没有可以委托的职务")
        raise PermissionDenied("您没有可以委托的业务职务。")
    form = DelegationForm(
        request.POST if request.method == "POST" else None, person=person, initial={"from_on": clocks.today()}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"posts": list(form.cleaned_data["posts"])}
        made, refusal = taken(
            request, person, deputising.LABELS["offer"], lambda: deputising.offer(request.actor, **given)
        )
        if made:
            messages.success(request, f"已请{made.deputy.name}代理，待对方接受后生效。")
            return redirect("delegations")
    status = 422 if form.errors else refusal.status
    return render(request, "workflow/deputising/new.html", {"form": form, "refusal": refusal}, status=status)


@require_POST
def answer_delegation(request, public_id, act):
    """The deputy accepts or declines, the delegator revokes; to everyone else there is no such delegation."""
    side = {"deputy": request.actor.person} if act is not deputising.revoke else {"delegator": request.actor.person}
    delegation = get_object_or_404(Delegation, public_id=public_id, **side)
    return _done(request, delegation, act, redirect("delegations"))


@open_to(Role.SECURITY_ADMIN)
@require_POST
def revoke_for(request, public_id):
    """The security administrator ends a delegation of someone who is away."""
    delegation = get_object_or_404(Delegation.objects.select_related("delegator"), public_id=public_id)
    return _done(request, delegation, deputising.revoke, redirect("person", delegation.delegator.public_id))


def _done(request, delegation, act, onwards):
    label = deputising.LABELS[act.__name__]
    _, refusal = taken(request, delegation, label, lambda: act(request.actor, delegation))
    if refusal:
        messages.error(request, "；".join(obstacle.sentence for obstacle in refusal.obstacles))
    else:
        messages.success(request, f"已办理“{label}”。")
    return onwards
