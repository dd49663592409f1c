"""Addresses of a unit's daily work (规则 13(1), 18, 22 to 24, 26, 32, 35, 44)."""

from django.urls import path

from dispatch import watch_births as births
from dispatch import watch_forms as forms
from dispatch import watch_views as views
from dispatch.models import (
    Advice,
    AdviceDraw,
    AdviceRecheck,
    Guidance,
    IntegrityOpinion,
    KeyPerson,
    LeaderNotice,
    SupervisionRecord,
)
from workflow.act_views import record_paths

urlpatterns = [
    # 规则 23, 32: daily supervision
    path("supervision-records/", views.watch_list, {"model": SupervisionRecord}, name="supervisionrecord_list"),
    path("supervision-records/new/", births.RecordSupervision.as_view(), name="supervisionrecord_record"),
    path("supervision-records/<uuid:public_id>/", views.supervision_record, name="supervisionrecord"),
    path(
        "supervision-records/<uuid:public_id>/correct/",
        births.CorrectSupervision.as_view(),
        name="supervisionrecord_new",
    ),
    *record_paths("supervision-records", SupervisionRecord),
    # 规则 24: key persons
    path("key-persons/", views.of_units, {"model": KeyPerson}, name="keyperson_list"),
    path("units/<uuid:public_id>/key-persons/new/", births.ListKeyPerson.as_view(), name="keyperson_new"),
    path("key-persons/<uuid:public_id>/", views.plain, {"model": KeyPerson}, name="keyperson"),
    *record_paths("key-persons", KeyPerson),
    # 规则 13(1), 18, 26: guidance and education
    path("guidance/", views.watch_list, {"model": Guidance}, name="guidance_list"),
    path("guidance/of-unit/", births.GuideUnit.as_view(), name="guidance_of_unit"),
    path("guidance/guide/", births.Guide.as_view(), name="guidance_guide"),
    path("guidance/educate/", births.Educate.as_view(), name="guidance_educate"),
    path("guidance/<uuid:public_id>/", views.plain, {"model": Guidance}, name="guidance"),
    path("guidance/<uuid:public_id>/correct/", births.correct_guidance, name="guidance_new"),
    *record_paths("guidance", Guidance),
    # 规则 35: to the leaders of a host
    path("leader-notices/", views.watch_list, {"model": LeaderNotice}, name="leadernotice_list"),
    path("leader-notices/new/", births.NotifyLeader.as_view(), name="leadernotice_notify"),
    path("leader-notices/<uuid:public_id>/", views.plain, {"model": LeaderNotice}, name="leadernotice"),
    *record_paths("leader-notices", LeaderNotice),
    # 规则 32(7): opinions on integrity
    path("integrity-opinions/", views.watch_list, {"model": IntegrityOpinion}, name="integrityopinion_list"),
    path("integrity-opinions/new/", births.AskAsDepartment.as_view(), name="integrityopinion_ask"),
    path("integrity-opinions/new/office/", births.AskAsOffice.as_view(), name="integrityopinion_ask_office"),
    path("integrity-opinions/<uuid:public_id>/", views.opinion, name="integrityopinion"),
    *record_paths("integrity-opinions", IntegrityOpinion),
    # 规则 44: advices and looking at them again
    path("advices/", views.watch_list, {"model": Advice}, name="advice_list"),
    path("advices/new/", births.DraftAdvice.as_view(), name="advice_draft"),
    path("advices/<uuid:public_id>/", views.advice, name="advice"),
    path("advices/draws/", views.of_units, {"model": AdviceDraw}, name="advicedraw_list"),
    path("units/<uuid:public_id>/advice-draws/new/", births.DrawAdvices.as_view(), name="advicedraw_new"),
    path("advices/draws/<uuid:public_id>/", views.draw, name="advicedraw"),
    path("advices/draws/<uuid:public_id>/population/", views.population, name="advicedraw_population"),
    *record_paths("advices/draws", AdviceDraw),
    path("advices/rechecks/<uuid:public_id>/", views.recheck, name="advicerecheck"),
    *record_paths("advices/rechecks", AdviceRecheck, forms.ADVICE_RECHECK),
    *record_paths("advices", Advice, forms.ADVICE),
]
