"""Every address begins here. Of allauth only signing in and out exist: accounts are made by the administrators."""

from allauth.account.views import login, logout
from django.urls import include, path

urlpatterns = [
    path("account/login/", login, name="account_login"),
    path("account/logout/", logout, name="account_logout"),
    path("", include("workflow.urls")),
    path("", include("coordination.urls")),
    path("", include("supervision.urls")),
    path("", include("dispatch.urls")),
]

handler400 = "workflow.faults.unread"
