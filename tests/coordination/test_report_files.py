"""The form of a written report: the desk leads to it, and a draft and its files come in one; both are there or neither is."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coordination.models import WrittenReport
from workflow.desk import desk_of
from workflow.models import Attachment, AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def task(road):
    road.to("implementing")
    road.receive()
    return next(task for task in road.assignments() if task.lead_department == road.city.agriculture)


@pytest.fixture
def liaison(road):
    client = Client()
    client.force_login(road.city.people["agriculture_liaison"])
    return client


def page_of(task):
    return f"{task.get_absolute_url()}reports/new/"


def typed(*files, **given):
    words = {"title": "落实情况的报告", "content": "已核对三个乡镇的名单。"} | given
    return {"act_id": str(uuid.uuid4()), "version": 0, "files": list(files)} | words


def text(name="名单.txt"):
    return SimpleUploadedFile(name, "名单".encode())


def on_disk():
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_the_draft_takes_its_files_at_once_and_only_once(task, liaison):
    assert "multipart/form-data" in liaison.get(page_of(task)).content.decode()
    before, given = on_disk(), typed(text(), text("照片说明.txt"))
    assert liaison.post(page_of(task), given).status_code == 302
    report = WrittenReport.objects.get(assignment=task)
    kept = Attachment.objects.filter(subject_id=report.public_id)
    assert sorted(kept.values_list("name", flat=True)) == ["名单.txt", "照片说明.txt"]
    assert {each.uploaded_by for each in kept} == {report.author}
    entries = AuditEntry.objects.filter(subject_id=report.public_id).order_by("seq")
    assert [entry.action.rpartition(".")[2] for entry in entries] == ["draft", "revise"]
    again = given | {"files": [text(), text("照片说明.txt")]}
    assert liaison.post(page_of(task), again).headers["Location"] == report.get_absolute_url()
    assert kept.count() == 2
    assert len(on_disk()) == len(before) + 2


def test_no_file_is_asked_for(task, liaison):
    assert liaison.post(page_of(task), typed()).status_code == 302
    report = WrittenReport.objects.get(assignment=task)
    assert AuditEntry.objects.filter(subject_id=report.public_id).count() == 1


@pytest.mark.parametrize(
    ("files", "given", "words"),
    [
        ([SimpleUploadedFile("坏.pdf", b"MZ"), text()], {}, "“坏.pdf”"),
        ([text()], {"title": ""}, "所选文件没有保存，请重新选择。"),
    ],
)
def test_a_refused_form_keeps_its_words_and_no_file(task, liaison, files, given, words):
    before = on_disk()
    answer = liaison.post(page_of(task), typed(*files, **given))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert "已核对三个乡镇的名单。" in body
    assert on_disk() == before
    assert not WrittenReport.objects.filter(assignment=task).exists()


def test_a_barred_draft_leaves_no_file_behind(task, liaison):
    assert liaison.post(page_of(task), typed()).status_code == 302
    before = on_disk()
    answer = liaison.post(page_of(task), typed(text()))
    assert answer.status_code == 422
    assert "本任务已有在办的书面报告稿" in answer.content.decode()
    assert "所选文件没有保存，请重新选择。" in answer.content.decode()
    assert on_disk() == before


def test_the_desk_leads_to_the_form_and_after_a_return_to_the_task(road, task):
    def act():
        found = desk_of(road.city.actor("agriculture_liaison")).to_do
        return next(dict(item.acts) for item in found if item.url == task.get_absolute_url())["办理并起草书面报告"]

    assert act() == reverse("writtenreport_new", args=[task.public_id])
    road.contribute()
    report = road.write_report(task)
    road.act("officer", report, WrittenReport.return_for_rework, note="口径不一致。", open_points="一、差额的原因。")
    assert act() == task.get_absolute_url()
