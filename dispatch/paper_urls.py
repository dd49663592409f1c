"""Addresses of the papers between a unit, its authority and its hosts (规则 11, 13)."""

from django.urls import path

from dispatch import paper_forms, paper_views
from dispatch.models import AssignedItem, HostMaterial, Submission, UnitNotice, UnitSupportRequest
from workflow.act_views import record_paths

urlpatterns = [
    path("unit-papers/assigned-items/", paper_views.paper_list, {"model": AssignedItem}, name="assigneditem_list"),
    path("unit-papers/assigned-items/new/", paper_views.AssignItem.as_view(), name="assigneditem_new"),
    path(
        "unit-papers/assigned-items/<uuid:public_id>/", paper_views.paper, {"model": AssignedItem}, name="assigneditem"
    ),
    *record_paths("unit-papers/assigned-items", AssignedItem, paper_forms.ASSIGNED_ITEM),
    path("host-materials/", paper_views.paper_list, {"model": HostMaterial}, name="hostmaterial_list"),
    path("host-materials/new/", paper_views.RequestMaterial.as_view(), name="hostmaterial_new"),
    path("host-materials/inform/", paper_views.Inform.as_view(), name="hostmaterial_inform"),
    path("host-materials/<uuid:public_id>/", paper_views.paper, {"model": HostMaterial}, name="hostmaterial"),
    *record_paths("host-materials", HostMaterial),
    path("unit-papers/", paper_views.paper_list, {"model": Submission}, name="submission_list"),
    path("unit-papers/submissions/new/", paper_views.DraftSubmission.as_view(), name="submission_new"),
    path("unit-papers/submissions/<uuid:public_id>/", paper_views.paper, {"model": Submission}, name="submission"),
    *record_paths("unit-papers/submissions", Submission, paper_forms.SUBMISSION),
    path("unit-papers/notices/", paper_views.paper_list, {"model": UnitNotice}, name="unitnotice_list"),
    path("unit-papers/notices/new/", paper_views.NotifyUnit.as_view(), name="unitnotice_new"),
    path("unit-papers/notices/<uuid:public_id>/", paper_views.paper, {"model": UnitNotice}, name="unitnotice"),
    *record_paths("unit-papers/notices", UnitNotice),
    path("unit-papers/support/", paper_views.paper_list, {"model": UnitSupportRequest}, name="unitsupportrequest_list"),
    path("unit-papers/support/new/", paper_views.AskForSupport.as_view(), name="unitsupportrequest_new"),
    path("unit-papers/support/<uuid:public_id>/", paper_views.support_request, name="unitsupportrequest"),
    path(
        "unit-papers/support/<uuid:public_id>/found/",
        paper_views.FoundMatter.as_view(),
        name="unitsupportrequest_found",
    ),
    *record_paths("unit-papers/support", UnitSupportRequest),
]
