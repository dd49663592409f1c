"""Conditions of registering a matter by the template of another (以此为模板)."""

from organizations.actors import actor_of
from workflow.guards import guard
from workflow.models import Classification

LEVELS = list(Classification)


@guard("作为模板的事项不在您可以查看的范围内；工作秘密只能由知悉名单上的人作为模板", article="系统规则")
def its_template_is_open_to_its_author(matter, *, post, today):
    if matter.template is None or post is None:
        return True
    author = actor_of(post.person, today=today)
    seen = type(matter).objects.visible_to(author).filter(pk=matter.template_id).exists()
    return seen and matter.template.is_open_to(author)


@guard("密级不能低于作为模板的事项", article="系统规则")
def keeps_the_level_of_its_template(matter):
    template = matter.template
    return template is None or LEVELS.index(matter.classification) >= LEVELS.index(template.classification)
