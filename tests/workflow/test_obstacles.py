"""An obstacle leads whoever can mend it on the record itself to where he writes it, and nobody else."""

import pytest
from django.test import Client

from tests.cast import Road

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def obstacle_on(city, who, path, sentence):
    """The markup of the obstacle on a page, up to its end."""
    client = Client()
    client.force_login(city.people[who])
    _, found, after = client.get(path).content.decode().partition(sentence)
    assert found
    return after.partition("</li>")[0]


def test_who_can_mend_it_here_is_led_to_the_form(city):
    road = Road(city, origin="committee_assigned", origin_document="")
    road.register()
    road.name_officer()
    page = road.matter.get_absolute_url()
    for path in (page, f"{page}submit/"):
        found = obstacle_on(city, "officer", path, "交办事项应当附来源文件")
        assert f'<a href="{page}edit/">前往处理</a>' in found


def test_what_is_no_field_of_the_record_has_no_link(city):
    road = Road(city)
    road.to("determined")
    page = road.matter.get_absolute_url()
    assert f"{page}edit/" in obstacle_on(city, "officer", page, "尚未明确：牵头部门")
    assert "前往处理" not in obstacle_on(city, "director", page, "尚未明确：牵头部门")
    road.name_departments()
    assert "前往处理" not in obstacle_on(city, "officer", page, "以下部门尚未通知参加会议")
