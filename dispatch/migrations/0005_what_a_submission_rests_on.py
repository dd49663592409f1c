import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_the_cases(apps, schema_editor):
    """Codes that were written freely name the case of the register; what the register lacks is registered first, so that nothing is lost."""
    submission, case = apps.get_model("dispatch", "Submission"), apps.get_model("dispatch", "RegisteredCase")
    duty, lacking = apps.get_model("dispatch", "CaseDuty"), []
    for paper in submission.objects.exclude(case_code=""):
        rows = case.objects.filter(unit__organisation=paper.unit_id, code_name=paper.case_code.strip())
        paper.case = rows.order_by("-pk").first()
        known = duty.objects.filter(case=paper.case, function="investigation").values("person")
        if paper.case is None or paper.investigators.exclude(pk__in=known).exists():
            lacking.append(str(paper.public_id))
        paper.save(update_fields=["case"])
    if lacking:
        raise RuntimeError(
            "这些请示报告所写的案件或者审查调查人员还没有登记，请先用原版本在案件登记中登记，再升级："
            + "、".join(lacking)
        )
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table that still has keys to check


def write_the_codes(apps, schema_editor):
    duty = apps.get_model("dispatch", "CaseDuty")
    for paper in apps.get_model("dispatch", "Submission").objects.exclude(case=None).select_related("case"):
        paper.case_code = paper.case.code_name
        paper.save(update_fields=["case_code"])
        investigated = duty.objects.filter(case=paper.case, function="investigation")
        paper.investigators.set(investigated.values_list("person", flat=True).distinct())
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0004_meetings_and_duties'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='groupmeeting',
            name='alone_because',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='无人可以另行审定的原因'),
        ),
        migrations.AddField(
            model_name='submission',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='dispatch.agendaitem', verbose_name='依据的议定事项'),
        ),
        migrations.AddField(
            model_name='submission',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='dispatch.registeredcase', verbose_name='涉及案件'),
        ),
        migrations.RunPython(name_the_cases, write_the_codes),
        migrations.RemoveField(model_name='submission', name='case_code'),
        migrations.RemoveField(model_name='submission', name='investigators'),
    ]
