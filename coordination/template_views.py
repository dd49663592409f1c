"""A matter as the template of another (以此为模板): its registration, and its tasks as drafts of the new one."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from coordination import bulk
from coordination.matter_views import Register
from coordination.models import Matter
from coordination.template_forms import CopyForm
from workflow.act_views import refuse, taken, visible_or_404
from workflow.door import NotPermitted

LABEL = "按模板起草任务"
COPIED = "（复制）"
LONGEST = Matter._meta.get_field("title").max_length


class RegisterByTemplate(Register):
    """Register a matter whose form begins with the words of another; origin, importance and code name are its own."""

    title = "以此为模板登记"

    def dispatch(self, request, *args, **kwargs):
        if not hasattr(self, request.method.lower()):
            return self.http_method_not_allowed(request)
        self.template = visible_or_404(Matter, request, kwargs.pop("public_id"))
        return super().dispatch(request, *args, **kwargs)

    def permitted(self):
        posts = super().permitted()
        if not self.template.is_open_to(self.request.actor):
            reason = "您不能查看该事项的内容，不能以其为模板。"
            if self.request.method == "POST":
                refuse(self.request, self.template, self.title, reason)
            raise PermissionDenied(reason)
        return posts

    def fields(self, given):
        return super().fields(given) | {"template": self.template}

    def initial(self):
        template = self.template
        return {
            "title": template.title[: LONGEST - len(COPIED)] + COPIED, "category": template.category,
            "grounds": template.grounds, "classification": template.classification, "lead_department": template.lead_department_id,
            "participating_departments": [row.pk for row in template.participating_departments.all()],
            "deputy_in_charge": template.deputy_in_charge_id,
        }  # fmt: skip

    def form(self, *args, record, **kwargs):
        return CopyForm(
            *args, record=record, commission=self.house(), office=self.office(), template=self.template, **kwargs
        )


@require_POST
def draft_from_template(request, public_id):
    """Every task of the template becomes a drafted task of the matter, if it has none yet."""
    record = visible_or_404(Matter, request, public_id)
    template = bulk.offers_its_template(record, request.actor)
    if template is None:
        return not_offered(request, record)
    rows = bulk.rows_of_template(record, template, request.actor)
    act_id = uuid.uuid5(record.public_id, "template")
    done, refusal = taken(
        request, record, LABEL, lambda: bulk.draft_together(record, rows, actor=request.actor, act_id=act_id)
    )
    if refusal:
        messages.error(request, refusal.moved or "；".join(obstacle.sentence for obstacle in refusal.obstacles))
    elif rows:
        messages.success(request, f"已按模板起草{len(done[0])}项任务，请逐项核对，并填写完成时限。")
    else:
        messages.warning(request, "模板没有任务，未起草。")
    return redirect(record)


def not_offered(request, record):
    """Whoever may not draft is refused; who may is told why there is nothing to draft from."""
    if not bulk.drafting_posts(record, request.actor):
        refusal = str(NotPermitted(LABEL, "规定 6", "承办人、承办室主任"))
        refuse(request, record, LABEL, refusal)
        raise PermissionDenied(refusal)
    messages.error(request, "现在不能按模板起草：事项应当在研究制定方案阶段、尚无任务，且模板在您可以查看的范围内。")
    return redirect(record)
