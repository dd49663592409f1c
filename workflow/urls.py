"""Addresses of the kernel's own pages."""

from django.urls import include, path

from workflow import (
    articles_views,
    health,
    lent_steps_views,
    local_rules_views,
    outbox_views,
    preference_views,
    search_views,
    views,
)

urlpatterns = [
    path("", views.desk, name="desk"),
    path("healthz/", health.healthz, name="healthz"),
    path("articles/", articles_views.articles_page, name="articles"),
    path("search/", search_views.search_page, name="search"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:notice_id>/", views.open_notice, name="open_notice"),
    path("clocks/<uuid:subject_id>/<slug:name>/", views.clock, name="clock"),
    path("clocks/<uuid:subject_id>/<slug:name>/rules/", local_rules_views.clock_rules, name="clock_rules"),
    path("rules/", local_rules_views.rules, name="rules"),
    path("rules/new/", local_rules_views.rules_new, name="rules_new"),
    path("rules/lending/", lent_steps_views.lent_steps_page, name="lent_steps"),
    path("attachments/<uuid:public_id>/", views.attachment, name="attachment"),
    path("account/reminders/", preference_views.reminders, name="reminder_settings"),
    path("account/feed/", preference_views.open_feed, name="open_feed"),
    path("account/feed/revoke/", preference_views.revoke_feed, name="revoke_feed"),
    path("feeds/<uuid:token>.ics", preference_views.feed, name="feed"),
    path("outbox/", outbox_views.undelivered, name="outbox"),
    path("outbox/<uuid:digest>/resend/", outbox_views.resend, name="resend_digest"),
    path("system/", outbox_views.system, name="system"),
    path("", include("workflow.personnel_urls")),
]
