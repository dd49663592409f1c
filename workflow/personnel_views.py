"""The pages of people and posts, for the three administrators (三员).

To everyone else each of these addresses is one that does not exist; and none of them shows anything of the business.
"""

from functools import wraps

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from organizations.models import ADMINISTRATORS, Organisation, Person, Post, Role
from workflow import administration, clocks, deputising, personnel, seats
from workflow.act_views import Refusal, taken
from workflow.models import AuditEntry
from workflow.paging import PARAMETER, page_of
from workflow.personnel_forms import AccountForm, AppointForm, EndPostForm, PeopleFilter

PAGES = "workflow/people"
BRIEF_HISTORY = 20


def open_to(*roles):
    """A page for holders of these posts; before anything else is looked at, the others get the answer for no page at all."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.actor is None or not {post.role for post in request.actor.posts} & set(roles):
                raise Http404
            return view(request, *args, **kwargs)

        return never_cache(guarded)

    return guard


def show(request, template, refusal=None, **shown):
    """Render a page of the administration; a refused or misshapen act answers 422 with what was typed."""
    refusal = refusal or Refusal()
    form = shown.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else refusal.status
    return render(request, f"{PAGES}/{template}.html", {"refusal": refusal, **shown}, status=status)


def given(request):
    """What a form page was given: nothing yet when it is only looked at."""
    return request.POST if request.method == "POST" else None


def filtered(form_class, request):
    """The filter form of a list and the values that it understood."""
    form = form_class(request.GET)
    form.is_valid()
    return form, form.cleaned_data


@open_to(*ADMINISTRATORS)
@require_GET
def people(request):
    form, asked = filtered(PeopleFilter, request)
    held = Post.objects.in_force(clocks.today()).select_related("organisation", "office")
    found = Person.objects.prefetch_related(Prefetch("posts", held, to_attr="posts_in_force"))
    if asked.get("q"):
        found = found.filter(Q(name__icontains=asked["q"]) | Q(username__icontains=asked["q"]))
    if asked.get("organisation"):
        there = Post.objects.not_over(clocks.today()).filter(organisation=asked["organisation"], person=OuterRef("pk"))
        found = found.filter(Exists(there))
    if asked.get("active"):
        found = found.filter(is_active=asked["active"] == "1")
    page = page_of(found, order=[("username", False)], cursor=request.GET.get(PARAMETER, ""))
    may_create = administration.may(request.actor, "create_account")
    return show(request, "list", form=None, filters=form, page=page, pager=page.pager(request), may_create=may_create)


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def person_new(request):
    form, refusal = AccountForm(given(request)), None
    if request.method == "POST" and form.is_valid():
        made, refusal = taken(
            request,
            request.actor.person,
            "开设账号",
            lambda: personnel.create_account(request.actor, **form.cleaned_data),
        )
        if made:
            return show(request, "initial_password", person=made[0], password=made[1], is_new=True)
    elif request.method == "POST":  # what is wrong with the other fields hides no username that is taken
        refusal = Refusal(422, tuple(personnel.against_username(form.cleaned_data.get("username", ""))))
    return show(request, "person_new", refusal, form=form)


@open_to(*ADMINISTRATORS)
@require_GET
def person(request, public_id):
    """An account with its posts, what may be done with it, and what was done lately."""
    found = get_object_or_404(Person, public_id=public_id)
    left = set(found.posts.not_over(clocks.today()).values_list("pk", flat=True))
    may_end = administration.may(request.actor, "end_post") and found != request.actor.person
    rows = [
        {
            "post": post,
            "state": _state(post, left),
            "period": seats.period(post),
            "end": may_end and post.pk in left,
        }
        for post in found.posts.select_related("organisation", "office").order_by("-from_on", "-pk")
    ]
    offers = [
        {
            "primary": offer.name == "appoint",
            "label": offer.label,
            "url": reverse(offer.name, args=[public_id]),
            "open": offer.open,
            "obstacles": offer.obstacles,
        }
        for offer in personnel.offers(request.actor, found)
    ]
    return show(
        request, "person", person=found, rows=rows, offers=offers, entries=history(found),
        delegations=[
            {"delegation": each, "period": deputising.period(each), "state": deputising.state_words(each)}
            for each in deputising.given_by(found)
        ],
        may_revoke=any(post.role == Role.SECURITY_ADMIN for post in request.actor.posts),
    )  # fmt: skip


def _state(post, left):
    """The label and tone of a post's state."""
    if post.pk not in left:
        return {"label": "已结束", "tone": "grey"}
    if post.from_on > clocks.today():
        return {"label": "未到任职日期", "tone": "blue"}
    return (
        {"label": "在任", "tone": "green"} if post.organisation.is_active else {"label": "机构已停用", "tone": "grey"}
    )


def history(subject):
    """What administrators did with this account or organisation lately, for components/timeline.html."""
    entries = AuditEntry.objects.filter(
        subject_id=subject.public_id, journal__isnull=False, action__startswith="personnel."
    )
    return [
        {
            "at": entry.at, "label": entry.label, "person": entry.person_name, "post": entry.post_words,
            "remark": "\n".join(f"{name}：{before or '无'} → {after or '无'}" for name, (before, after) in entry.changes.items()),
        }
        for entry in entries.order_by("-at", "-pk")[:BRIEF_HISTORY]
    ]  # fmt: skip


@open_to(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def appoint(request, public_id):
    """Give a post: first the organisation is chosen, then one of its roles."""
    found = get_object_or_404(Person, public_id=public_id)
    chosen, organisations = _chosen_organisation(request)
    form = refusal = None
    if chosen:
        initial = {"organisation": chosen.public_id, "from_on": clocks.today()}
        form = AppointForm(given(request), organisation=chosen, initial=initial)
    if request.method == "POST" and form is None:
        refusal = Refusal(422)
    is_unchosen = chosen is None and (request.method == "POST" or "organisation" in request.GET)
    if request.method == "POST" and form and form.is_valid():
        post, refusal = taken(
            request, found, "授予职务", lambda: personnel.appoint(request.actor, found, **form.cleaned_data)
        )
        if post:
            messages.success(request, f"已授予{found.name}职务：{post.words}")
            return redirect("person", public_id)
    return show(
        request, "appoint", refusal, person=found, form=form, chosen=chosen, organisations=organisations,
        is_unchosen=is_unchosen, obstacles=personnel.against_appointment(request.actor, found),
    )  # fmt: skip


def _chosen_organisation(request):
    organisations = list(Organisation.objects.filter(is_active=True))
    asked = (request.POST if request.method == "POST" else request.GET).get("organisation", "")
    return next((one for one in organisations if str(one.public_id) == asked), None), organisations


@open_to(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def end_post(request, public_id):
    post = get_object_or_404(Post.objects.select_related("organisation", "office", "person"), public_id=public_id)
    form = EndPostForm(given(request))
    refusal = Refusal(obstacles=tuple(personnel.against_ending(request.actor, post)))
    if request.method == "POST" and form.is_valid():
        _, refusal = taken(
            request, post.person, "终止职务", lambda: personnel.end_post(request.actor, post, **form.cleaned_data)
        )
        if refusal is None:
            messages.success(request, f"已终止职务：{post.words}")
            return redirect("person", post.person.public_id)
    return show(request, "end_post", refusal, post=post, person=post.person, form=form, period=seats.period(post))


def confirmed(request, subject, act, found, after):
    """A page that asks once more, and the act when it is confirmed."""
    label = administration.ACTS[act.__name__][0]
    refusal = Refusal(obstacles=tuple(found))
    if request.method == "POST":
        done, refusal = taken(request, subject, label, lambda: act(request.actor, subject))
        if refusal is None:
            return after(done, label)
    return show(
        request, act.__name__, refusal, subject=subject, label=label, danger=act.__name__.startswith("deactivate")
    )


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def reset_password(request, public_id):
    found = get_object_or_404(Person, public_id=public_id)

    def after(password, label):
        return show(request, "initial_password", person=found, password=password, is_new=False)

    return confirmed(request, found, personnel.reset_password, personnel.against_reset(request.actor, found), after)


def back_to(request, subject, name):
    """Say that it is done, and go back to the page of the subject."""

    def after(done, label):
        messages.success(request, f"已办理“{label}”：{subject}")
        return redirect(name, subject.public_id)

    return after


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def deactivate(request, public_id):
    found = get_object_or_404(Person, public_id=public_id)
    barred = personnel.against_deactivation(request.actor, found)
    return confirmed(request, found, personnel.deactivate, barred, back_to(request, found, "person"))


@open_to(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def reactivate(request, public_id):
    found = get_object_or_404(Person, public_id=public_id)
    barred = personnel.against_reactivation(request.actor, found)
    return confirmed(request, found, personnel.reactivate, barred, back_to(request, found, "person"))
