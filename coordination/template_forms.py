"""The form of a matter that is registered by the template of another."""

from coordination.matter_forms import REGISTERED, MatterFields, RegisterForm
from coordination.models import Matter
from workflow.forms import edit_form
from workflow.models import Classification

LEVELS = list(Classification)


class CopyForm(RegisterForm, edit_form(Matter, ("lead_department", "participating_departments"), MatterFields)):
    """The registration with its departments; the level is at least that of the template."""

    def __init__(self, *args, template, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["post", *REGISTERED[:7]])
        least = LEVELS.index(template.classification)
        self.fields["classification"].choices = [(level.value, level.label) for level in LEVELS[least:]]
        self.fields["classification"].help_text = "不低于模板的密级；不得登记国家秘密。"
