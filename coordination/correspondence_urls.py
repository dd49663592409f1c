"""Addresses of opinions, contacts, requests for support, instructions and notes."""

from django.urls import path

from coordination import correspondence_forms, correspondence_views, views
from coordination.models import Contact, Instruction, Opinion, ProgressNote, SupportRequest
from workflow.act_views import record_paths

urlpatterns = [
    path("opinions/", correspondence_views.opinion_list, name="opinion_list"),
    path("opinions/new/", correspondence_views.DraftOpinion.as_view(), name="opinion_new"),
    path("opinions/<uuid:public_id>/", correspondence_views.opinion, name="opinion"),
    *record_paths("opinions", Opinion, correspondence_forms.OPINION),
    path("matters/<uuid:public_id>/contacts/new/", correspondence_views.RecordContact.as_view(), name="contact_new"),
    path("contacts/<uuid:public_id>/", views.plain, {"model": Contact}, name="contact"),
    *record_paths("contacts", Contact),
    path(
        "matters/<uuid:public_id>/support/new/",
        correspondence_views.RequestSupport.as_view(),
        name="supportrequest_new",
    ),
    path("support/<uuid:public_id>/", views.plain, {"model": SupportRequest}, name="supportrequest"),
    *record_paths("support", SupportRequest),
    path("matters/<uuid:public_id>/instructions/new/", correspondence_views.Instruct.as_view(), name="instruction_new"),
    path("instructions/<uuid:public_id>/", views.plain, {"model": Instruction}, name="instruction"),
    *record_paths("instructions", Instruction),
    path("assignments/<uuid:public_id>/notes/new/", correspondence_views.Note.as_view(), name="progressnote_new"),
    path("notes/<uuid:public_id>/", correspondence_views.within_assignment, name="progressnote"),
    *record_paths("notes", ProgressNote),
]
