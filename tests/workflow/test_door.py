"""The one door: the order of its refusals, repeats, what was shown, edits, and whose authority counts today."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coordination.models import Assignment, Matter, WrittenReport
from dispatch.demonstration.cast import appoint
from organizations.models import Post, Role
from tests.fingerprint import fingerprint
from workflow import clocks
from workflow.door import Barred, Moved, NotPermitted, advance, editable_fields, open_record, revise
from workflow.models import AuditEntry, Dossier, Remark

pytestmark = pytest.mark.django_db
BASIS = {"basis": "同意组织协调。"}


def end_post(person, on=None):
    """The person's posts end the day before."""
    Post.objects.filter(person=person).update(until_on=(on or clocks.today()) - timedelta(days=1))


@pytest.fixture
def refused():
    """Run a refusal and make sure that it changed no row at all."""

    def check(error, act, **expected):
        before = fingerprint()
        with pytest.raises(error, **expected) as refusal:
            act()
        assert fingerprint() == before
        return refusal.value

    return check


# The order of refusal: hidden, moved, forbidden, barred


def test_hidden_beats_moved_and_forbidden(road, other_city, refused):
    matter = road.to("submitted")
    refused(
        Matter.DoesNotExist,
        lambda: advance(matter, Matter.determine, actor=other_city.actor("deputy"), expected_version=0, **BASIS),
    )
    refused(
        Matter.DoesNotExist, lambda: revise(matter, actor=other_city.actor("officer"), expected_version=0, title="改")
    )


def test_a_record_that_does_not_exist_answers_like_a_hidden_one(road, other_city):
    matter = road.to("submitted")
    gone = Matter(pk=10**9)
    with pytest.raises(Matter.DoesNotExist) as hidden:
        advance(matter, Matter.determine, actor=other_city.actor("deputy"), **BASIS)
    with pytest.raises(Matter.DoesNotExist) as absent:
        advance(gone, Matter.determine, actor=other_city.actor("deputy"), **BASIS)
    assert str(hidden.value) == str(absent.value)


def test_moved_beats_forbidden(road, refused):
    matter = road.to("submitted")
    actor = road.city.actor("other_officer")
    refused(Moved, lambda: advance(matter, Matter.determine, actor=actor, expected_version=matter.version - 1, **BASIS))
    refused(
        NotPermitted, lambda: advance(matter, Matter.determine, actor=actor, expected_version=matter.version, **BASIS)
    )


def test_moved_beats_barred_and_says_who_and_when(road, refused):
    matter = road.to("submitted")
    seen = matter.version
    road.act("secretary", matter, Matter.determine, **BASIS)
    refusal = refused(
        Moved,
        lambda: advance(matter, Matter.determine, actor=road.city.actor("deputy"), expected_version=seen, **BASIS),
    )
    moment = AuditEntry.objects.get(action="coordination.Matter.determine").at.astimezone(clocks.SHANGHAI)
    assert f"已由示范丙于{moment:%Y-%m-%d %H:%M}办理“接办”" in str(refusal)


def test_forbidden_beats_barred(road, refused):
    """A post that may not take the step does not learn what else would bar it."""
    matter = road.to("planning")
    refusal = refused(NotPermitted, lambda: advance(matter, Matter.issue, actor=road.city.actor("officer")))
    assert "可办理的是：示范市纪委分管领导（示范丁）" in str(refusal)
    assert refused(Barred, lambda: advance(matter, Matter.issue, actor=road.city.actor("deputy"))).obstacles


def test_barred_names_every_obstacle_with_its_article_and_who_mends_it(road, refused):
    matter = road.to("planning")
    found = refused(Barred, lambda: advance(matter, Matter.issue, actor=road.city.actor("deputy"))).obstacles
    assert {obstacle.article for obstacle in found} == {"规定 9(2)", "规定 11", "规定 6、11"}
    assert all(obstacle.mended_by for obstacle in found)


def test_a_step_from_another_state_is_barred_with_the_state(road, refused):
    matter = road.to("submitted")
    refused(Barred, lambda: advance(matter, Matter.issue, actor=road.city.actor("deputy")), match="现处于“待确定”")


def test_a_birth_in_a_hidden_dossier_is_hidden(road, other_city, refused):
    matter = road.to("inspecting")
    task = road.assignments()[0]
    fields = {"dossier": matter.dossier, "assignment": task, "title": "报告", "content": "完成。"}
    draft = WrittenReport.draft
    stranger = other_city.actor("agriculture_head")
    refused(WrittenReport.DoesNotExist, lambda: open_record(WrittenReport, draft, actor=stranger, **fields))
    guest = road.city.actor("finance_head")
    refused(NotPermitted, lambda: open_record(WrittenReport, draft, actor=guest, **fields))


# Repeats, what was shown, reasons


def test_a_repeat_answers_with_the_first_result(road, refused):
    matter, act_id = road.to("submitted"), uuid.uuid4()
    deputy = road.city.actor("deputy")
    first = advance(matter, Matter.determine, actor=deputy, act_id=act_id, expected_version=matter.version, **BASIS)
    before = fingerprint()
    again = advance(matter, Matter.determine, actor=deputy, act_id=act_id, expected_version=matter.version, **BASIS)
    assert (again.pk, again.state, again.version) == (first.pk, "determined", first.version)
    assert fingerprint() == before


def test_a_repeated_birth_makes_one_record(road):
    act_id = uuid.uuid4()
    city = road.city
    fields = {
        "commission": city.commission, "committee": city.committee, "superior": city.commission.superior,
        "drafting_organisation": city.commission, **road.fields,
    }  # fmt: skip
    first, again = (
        open_record(Matter, Matter.register, actor=city.actor("officer"), act_id=act_id, **fields) for _ in range(2)
    )
    assert first.pk == again.pk
    assert (Matter.objects.count(), Dossier.objects.count(), AuditEntry.objects.count()) == (1, 1, 1)


def test_a_repeated_edit_is_made_once(road):
    matter, act_id = road.register(), uuid.uuid4()
    for _ in range(2):
        matter = revise(matter, actor=road.city.actor("officer"), act_id=act_id, title="惠农补贴整治")
    assert matter.version == 2
    assert AuditEntry.objects.filter(act_id=act_id).count() == 1


def test_signing_what_was_not_shown_is_refused(road, refused):
    matter = road.to("planning")
    road._prepare()
    matter = Matter.objects.get(pk=matter.pk)
    shown = matter.plan_digest
    task = road.assignments()[0]
    revise(task, actor=road.city.actor("officer"), requirements="全部补贴，逐笔核对")
    deputy = road.city.actor("deputy")
    refused(Moved, lambda: advance(matter, Matter.issue, actor=deputy, expected_version=matter.version, shown=shown),
            match="在您签批前已有变更")  # fmt: skip
    fresh = Matter.objects.get(pk=matter.pk).plan_digest
    assert fresh != shown
    assert advance(matter, Matter.issue, actor=deputy, shown=fresh).state == "implementing"


def test_a_reason_is_required_where_the_procedure_asks_for_one(road, refused):
    matter = road.to("submitted")
    deputy = road.city.actor("deputy")
    for note in ("", "  \n"):
        refused(Barred, lambda note=note: advance(matter, Matter.return_for_completion, actor=deputy, note=note),
                match="应当写明理由")  # fmt: skip
    returned = advance(matter, Matter.return_for_completion, actor=deputy, note="缺职责依据。")
    assert returned.state == "draft"
    assert Remark.objects.get(subject_id=matter.public_id).text == "缺职责依据。"


# Edits


def test_only_what_is_named_for_state_and_person_is_edited(road, refused):
    matter = road.register()
    city = road.city
    assert revise(matter, actor=city.actor("officer"), title="更名").title == "更名"
    refused(NotPermitted, lambda: revise(matter, actor=city.actor("deputy"), title="再改"))
    refused(NotPermitted, lambda: revise(matter, actor=city.actor("officer"), state="archived"))
    refused(
        NotPermitted, lambda: revise(matter, actor=city.actor("officer"), title="改", handling_officer=city.officer)
    )
    road.name_officer()
    road.submit()
    refused(NotPermitted, lambda: revise(road.matter, actor=city.actor("officer"), category="case"))
    assert editable_fields(road.matter, city.actor("standing_clerk")) == {"handling_office", "deputy_in_charge"}
    moved = revise(road.matter, actor=city.actor("secretary"), deputy_in_charge=city.other_deputy)
    refused(NotPermitted, lambda: advance(moved, Matter.determine, actor=city.actor("deputy"), **BASIS))
    assert advance(moved, Matter.determine, actor=city.actor("other_deputy"), **BASIS).state == "determined"


def test_an_edit_leaves_an_entry_with_before_and_after_and_none_when_nothing_changed(road):
    matter = road.register()
    revise(matter, actor=road.city.actor("officer"), title="更名")
    entry = AuditEntry.objects.get(action="coordination.Matter.revise")
    assert entry.changes == {"title": [road.fields["title"], "更名"]}
    before = fingerprint()
    revise(matter, actor=road.city.actor("officer"), title="更名")
    assert fingerprint() == before


def test_an_edit_of_an_old_version_is_refused(road, refused):
    matter = road.register()
    revise(matter, actor=road.city.actor("officer"), title="更名")
    refused(Moved, lambda: revise(matter, actor=road.city.actor("officer"), expected_version=1, title="另改"))


# Whose authority counts today


def test_an_ended_post_and_a_closed_account_have_no_authority(road, refused):
    matter = road.to("submitted")
    city = road.city
    end_post(city.deputy)
    refused(Matter.DoesNotExist, lambda: advance(matter, Matter.determine, actor=city.actor("deputy"), **BASIS))
    city.secretary.is_active = False
    city.secretary.save()
    refused(Matter.DoesNotExist, lambda: advance(matter, Matter.determine, actor=city.actor("secretary"), **BASIS))


def test_the_last_day_of_a_post_still_counts(road):
    matter = road.to("submitted")
    Post.objects.filter(person=road.city.deputy).update(until_on=clocks.today())
    assert advance(matter, Matter.determine, actor=road.city.actor("deputy"), **BASIS).state == "determined"


def test_a_named_person_is_nobody_once_the_post_has_ended(road, refused):
    matter = road.to("determined")
    end_post(road.city.officer)
    refused(Matter.DoesNotExist, lambda: advance(matter, Matter.convene, actor=road.city.actor("officer")))
    refused(Matter.DoesNotExist, lambda: revise(matter, actor=road.city.actor("officer"), lead_department=None))


def test_a_named_person_in_another_house_only_is_nobody(road, refused):
    """The handling officer moved to a department of the matter: he sees it there, and handles it no more."""
    matter = road.to("inspecting")
    end_post(road.city.officer)
    appoint(road.city.officer, road.city.finance, Role.LIAISON, date(2020, 1, 1))
    refused(NotPermitted, lambda: advance(matter, Matter.call_for_reports, actor=road.city.actor("officer")))


def test_a_leader_of_another_commission_has_no_authority_here(road, other_city, refused):
    matter = road.to("submitted")
    for key in ("deputy", "secretary", "director"):
        refused(
            Matter.DoesNotExist, lambda key=key: advance(matter, Matter.determine, actor=other_city.actor(key), **BASIS)
        )


def test_one_deputy_does_not_act_for_another(road, refused):
    matter = road.to("submitted")
    refused(NotPermitted, lambda: advance(matter, Matter.determine, actor=road.city.actor("other_deputy"), **BASIS))
    refused(NotPermitted, lambda: advance(matter, Matter.determine, actor=road.city.actor("case_deputy"), **BASIS))


def test_the_secretary_stands_in_for_the_deputy_and_the_director(road):
    matter = road.to("submitted")
    assert advance(matter, Matter.determine, actor=road.city.actor("secretary"), **BASIS).state == "determined"
    road.matter = Matter.objects.get(pk=matter.pk)
    road.name_departments()
    road.call_meeting()
    assert advance(road.matter, Matter.convene, actor=road.city.actor("secretary")).state == "planning"


def test_the_director_of_another_office_has_no_authority(road, refused):
    matter = road.to("determined")
    refused(NotPermitted, lambda: advance(matter, Matter.convene, actor=road.city.actor("second_director")))


def test_the_entry_says_the_post_that_gave_the_authority(road):
    """Someone with two posts acts in the one that fits, whichever was chosen on the page."""
    matter = road.to("submitted")
    appoint(road.city.deputy, road.city.education, Role.DEPARTMENT_HEAD, date(2019, 1, 1))
    actor = road.city.actor("deputy")
    elsewhere = next(post for post in actor.posts if post.role == Role.DEPARTMENT_HEAD)
    advance(matter, Matter.determine, actor=actor.acting_as(elsewhere), **BASIS)
    assert AuditEntry.objects.get(action="coordination.Matter.determine").post_words == "示范市纪委 · 分管领导"


def test_a_carried_step_is_taken_by_nobody_alone(road, refused):
    road.to("planning")
    road._prepare()
    task = road.assignments()[0]
    for key in ("deputy", "secretary", "officer", "director"):
        refusal = refused(NotPermitted, lambda key=key: advance(task, Assignment.issue, actor=road.city.actor(key)))
        assert "不单独办理" in str(refusal)


# Below the door


def test_the_database_refuses_an_unknown_state(road):
    matter = road.register()
    for state in ("", "finished"):
        with (
            pytest.raises(IntegrityError, match="matter_state_is_known"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE coordination_matter SET state = %s WHERE id = %s", [state, matter.pk])
    with pytest.raises(IntegrityError, match="matter_state_is_known"), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(state="finished")


def test_a_state_is_not_assigned(road):
    matter = road.register()
    with pytest.raises(AttributeError):
        matter.state = "archived"


def test_reading_a_record_again_is_safe(road):
    """The state and every cached relation are those of the database, and stay protected."""
    matter = road.to("submitted")
    stale = Matter.objects.select_related("deputy_in_charge").get(pk=matter.pk)
    assert stale.deputy_in_charge == road.city.deputy
    revise(matter, actor=road.city.actor("standing_clerk"), deputy_in_charge=road.city.other_deputy)
    advance(matter, Matter.determine, actor=road.city.actor("other_deputy"), **BASIS)
    stale.refresh_from_db()
    assert (stale.state, stale.version, stale.deputy_in_charge) == (
        "determined",
        matter.version + 2,
        road.city.other_deputy,
    )
    with pytest.raises(AttributeError):
        stale.state = "draft"
    partly = Matter.objects.get(pk=matter.pk)
    partly.title = "未保存"
    partly.refresh_from_db(fields=["state"])
    assert (partly.title, partly.state) == ("未保存", "determined")
