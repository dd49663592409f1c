"""Addresses of working side by side (规则 14–17) and of the levels of approval (规则 52)."""

from django.urls import path

from dispatch import joint_forms, joint_views
from dispatch.models import DirectHandling, JointAction, JointParty, JointTask, Jurisdiction
from workflow.act_views import record_paths

urlpatterns = [
    path("joint-actions/", joint_views.action_list, name="jointaction_list"),
    path("joint-actions/new/", joint_views.ProposeAction.as_view(), name="jointaction_new"),
    path("joint-actions/month/", joint_views.month, name="joint_month"),
    path("joint-actions/<uuid:public_id>/", joint_views.action, name="jointaction"),
    path("joint-actions/<uuid:public_id>/tasks/new/", joint_views.AssignTask.as_view(), name="jointtask_new"),
    *record_paths("joint-actions", JointAction, joint_forms.JOINT_ACTION),
    path("joint-parties/<uuid:public_id>/", joint_views.within_action, name="jointparty"),
    *record_paths("joint-parties", JointParty),
    path("joint-tasks/<uuid:public_id>/", joint_views.plain, {"model": JointTask}, name="jointtask"),
    *record_paths("joint-tasks", JointTask, joint_forms.JOINT_TASK),
    path("jurisdictions/", joint_views.jurisdiction_list, name="jurisdiction_list"),
    path("jurisdictions/new/", joint_views.Negotiate.as_view(), name="jurisdiction_new"),
    path("jurisdictions/<uuid:public_id>/", joint_views.plain, {"model": Jurisdiction}, name="jurisdiction"),
    *record_paths("jurisdictions", Jurisdiction, joint_forms.JURISDICTION),
    path(
        "cases/<uuid:public_id>/direct-handlings/new/", joint_views.ProposeHandling.as_view(), name="directhandling_new"
    ),
    path("direct-handlings/<uuid:public_id>/", joint_views.plain, {"model": DirectHandling}, name="directhandling"),
    *record_paths("direct-handlings", DirectHandling, joint_forms.APPROVAL),
    path("approval-levels/", joint_views.approval_levels, name="approval_levels"),
]
