"""The pages of one's own reminders: by what and how often outside the house, and the address of one's dates for a calendar."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflow import clocks, feeds, preferences
from workflow.forms import CleanForm
from workflow.models import Channel

READINGS_AN_HOUR = 60  # of one address: a calendar program asks once an hour
AT_ONCE, DAILY = "at_once", "daily"
GATEWAY_ID = RegexValidator(r"^[A-Za-z0-9_.@+-]{3,60}\Z", "只用字母、数字和 . _ @ + -，至少三个字符。")


class PreferenceForm(CleanForm):
    """By which of the offered channels, how often, and where one is reached."""

    channels = forms.MultipleChoiceField(label="外发渠道", required=False, widget=forms.CheckboxSelectMultiple)
    pace = forms.ChoiceField(
        label="频次", choices=[(AT_ONCE, "即时：有新的待办就提醒，同时到达的合并成一条"), (DAILY, "每天至多一条，其余的合并到下一个工作日")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    email = forms.EmailField(label="电子邮箱", required=False, max_length=254)
    gateway_id = forms.CharField(
        label="手机号或者政务微信账号", required=False, max_length=60, validators=[GATEWAY_ID],
        help_text="由本单位的短信或者政务微信网关转送。",
    )  # fmt: skip

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["channels"].choices = [(channel.value, channel.label) for channel in offered]
        for channel, name in PLACES.items():
            if channel not in offered:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        for channel, name in PLACES.items():
            if channel in given.get("channels", ()) and name not in self.errors and not given.get(name):
                self.add_error(name, f"选用了“{channel.label}”的，请填写；不用的，请取消选用。")
        return given

    @property
    def chosen(self):
        return {channel.value: channel in self.cleaned_data["channels"] for channel in self.offered}


PLACES = {Channel.MAIL: "email", Channel.WEBHOOK: "gateway_id"}


@never_cache
@require_http_methods(["GET", "POST"])
def reminders(request):
    """One's own settings. The inbox is always on."""
    person, offered = request.actor.person, preferences.offered_to(request.actor)
    kept = preferences.of(person)
    initial = {
        "channels": kept.channels, "pace": DAILY if kept.is_daily else AT_ONCE, "email": person.email,
        "gateway_id": kept.gateway_id,
    }  # fmt: skip
    form = PreferenceForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        preferences.change(
            request.actor, form.chosen, is_daily=given["pace"] == DAILY, email=given.get("email"),
            gateway_id=given.get("gateway_id"),
        )  # fmt: skip
        messages.success(request, "提醒设置已保存。")
        return redirect("reminder_settings")
    return page(request, form, status=422 if form.errors else 200)


def page(request, form, *, address="", status=200):
    shown = {"form": form, "feed": feeds.open_feed_of(request.actor.person), "address": address}
    return render(request, "workflow/reminder_settings.html", shown, status=status)


@never_cache
@require_POST
def open_feed(request):
    """A new secret address, shown this once."""
    token = feeds.open_feed(request.actor)
    return page(request, None, address=request.build_absolute_uri(reverse("feed", args=[token])))


@require_POST
def revoke_feed(request):
    if feeds.revoke_feed(request.actor):
        messages.success(request, "日历订阅已撤销，原来的地址不再应答。")
    return redirect("reminder_settings")


@login_not_required
@require_safe
def feed(request, token):
    """The dates of whoever the secret belongs to; the same answer for any other address as for none."""
    found = feeds.feed_behind(token)
    if found is None:
        raise Http404
    if _is_asked_too_often(found):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    response = HttpResponse(feeds.calendar_of(found.person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="due.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _is_asked_too_often(found):
    key = f"feed:{found.pk}:{int(clocks.real_seconds() // 3600)}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, 3600)
    return asked > READINGS_AN_HOUR
