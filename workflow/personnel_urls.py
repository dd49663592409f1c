"""The addresses of one's own account and of the administration."""

from django.urls import path

from workflow import (
    account_views,
    deputising,
    deputising_views,
    establishment,
    establishment_views,
    journal_views,
    personnel_views,
)

urlpatterns = [
    path("account/password/", account_views.change_password, name="change_password"),
    path("account/alive/", account_views.alive, name="alive"),
    path("account/post/", account_views.choose_post, name="choose_post"),
    path("delegations/", deputising_views.delegations, name="delegations"),
    path("delegations/new/", deputising_views.delegation_new, name="delegation_new"),
    *(
        path(
            f"delegations/<uuid:public_id>/{act.__name__}/",
            deputising_views.answer_delegation,
            {"act": act},
            name=f"{act.__name__}_delegation",
        )
        for act in (deputising.accept, deputising.decline, deputising.revoke)
    ),
    path("people/delegations/<uuid:public_id>/revoke/", deputising_views.revoke_for, name="revoke_for"),
    path("people/", personnel_views.people, name="people"),
    path("people/new/", personnel_views.person_new, name="person_new"),
    path("people/<uuid:public_id>/", personnel_views.person, name="person"),
    path("people/<uuid:public_id>/appoint/", personnel_views.appoint, name="appoint"),
    path("people/<uuid:public_id>/reset-password/", personnel_views.reset_password, name="reset_password"),
    path("people/<uuid:public_id>/deactivate/", personnel_views.deactivate, name="deactivate"),
    path("people/<uuid:public_id>/reactivate/", personnel_views.reactivate, name="reactivate"),
    path("people/posts/<uuid:public_id>/end/", personnel_views.end_post, name="end_post"),
    path("organisations/", establishment_views.organisations, name="organisations"),
    path("organisations/new/", establishment_views.organisation_new, name="organisation_new"),
    path("organisations/<uuid:public_id>/", establishment_views.organisation, name="organisation"),
    path(
        "organisations/<uuid:public_id>/deactivate/",
        establishment_views.deactivate_organisation,
        name="deactivate_organisation",
    ),
    path(
        "organisations/<uuid:public_id>/reactivate/",
        establishment_views.reactivate_organisation,
        name="reactivate_organisation",
    ),
    path(
        "organisations/offices/<uuid:public_id>/close/",
        establishment_views.switch_office,
        {"act": establishment.close_office},
        name="close_office",
    ),
    path(
        "organisations/offices/<uuid:public_id>/reopen/",
        establishment_views.switch_office,
        {"act": establishment.reopen_office},
        name="reopen_office",
    ),
    path("journal/", journal_views.journal, name="journal"),
]
