"""The shape of input: a form for each step, made from the step's own fields, and for edits and births."""

import unicodedata
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from workflow import clocks, uploads
from workflow.steps import fields_of

LONG = 8000  # letters from which on a text gets a large field
LATEST = 3650  # days ahead that a date may lie
NOT_BEFORE_TODAY = ("due_on", "planned_on", "reply_due_on")
NOT_AFTER_TODAY = ("held_on", "sent_on", "decided_on")
CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField, forms.FileField)


def no_control_characters(value):
    """Control characters have no business in an official text; line breaks and tabs have."""
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\r\n\t" for letter in value):
        raise ValidationError("含有不可见的控制字符，请删除后重新填写。")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick. A number that no key can hold is sent back as words, which is refused like any other choice that is not offered."""

    def value_from_datadict(self, data, files, name):
        return [
            f"{value}（过大）" if _is_too_large(value) else value
            for value in super().value_from_datadict(data, files, name)
        ]


def _is_too_large(value):
    try:
        return abs(int(value)) > models.BigIntegerField.MAX_BIGINT
    except ValueError:
        return False


class CleanForm(forms.Form):
    """A form of this house: clean text, sensible dates, compact widgets."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self._fit(name, field)

    def _fit(self, name, field):
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = (
                f"请{'选择' if isinstance(field, CHOSEN) else '填写'}{field.label or ''}。"
            )
        if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
            field.validators.append(no_control_characters)
        if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
            field.widget = DateInput()
        if isinstance(field, forms.DateTimeField):
            field.widget = MomentInput()
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 10 if (getattr(field, "max_length", None) or 0) >= LONG else 4
        if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
            field.empty_label = "请选择"
        elif isinstance(field, forms.ChoiceField) and field.choices and field.choices[0] == ("", "---------"):
            field.choices = [("", "请选择"), *field.choices[1:]]
        if isinstance(field.widget, forms.SelectMultiple) and not isinstance(
            field.widget, forms.CheckboxSelectMultiple
        ):
            choices = field.choices
            field.widget = Ticks()
            field.widget.choices = choices

    def clean(self):
        cleaned = super().clean()
        today = clocks.today()
        for name, value in list(cleaned.items()):
            if isinstance(self.fields[name], forms.DateField) and value:
                if name in NOT_BEFORE_TODAY and value < today:
                    self.add_error(name, f"日期不能早于今天（{clocks.date_words(today)}）。")
                elif name in NOT_AFTER_TODAY and value > today:
                    self.add_error(name, f"日期不能晚于今天（{clocks.date_words(today)}）。")
                elif abs((value - today).days) > LATEST:
                    self.add_error(name, "日期离今天太远，请核对年份。")
        return cleaned


class ActForm(CleanForm):
    """What every act from a page carries: its id, the version and digest that were shown, the acting post."""

    act_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    HIDDEN = (
        "act_id",
        "version",
        "shown",
        "post",
        "note",
        "on_paper",
        "decider",
        "paper_number",
        "decided_on",
        "scan",
        "why",
        "files",
    )

    def __init__(self, *args, record, posts=(), actor=None, **kwargs):
        self.record, self.posts, self.actor = record, posts, actor
        super().__init__(*args, **kwargs)
        if len(posts) > 1:
            choices = [(str(post.public_id), post.acting_words) for post in posts]
            self.fields["post"] = forms.ChoiceField(label="以何职务办理", choices=choices)
            self.order_fields(["post"])

    @property
    def is_long(self):
        """Whether the fields are better laid out in two columns."""
        return len(self.visible_fields()) > 5

    def asked(self):
        """The cleaned values of the step's own fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.HIDDEN}

    def chosen_post(self):
        """The post picked on the page, the first that fits when there was no choice."""
        picked = self.cleaned_data.get("post")
        return next(
            (post for post in self.posts if str(post.public_id) == picked), self.posts[0] if self.posts else None
        )


class StepForm(ActForm):
    """The form of one step: its fields as the model describes them, and a remark, or the reason where one is due."""

    def __init__(self, *args, taken, declaration, **kwargs):
        self.taken, self.declaration = taken, declaration
        super().__init__(*args, **kwargs)
        for name in {*NOT_AFTER_TODAY} & {*self.fields}:
            self.fields[name].initial = clocks.today

    @classmethod
    def of(cls, model, taken, declaration):
        """The form class of a step of a model, with the declared fields of ``cls`` taking precedence."""
        columns = {column.name: column for column in model._meta.get_fields() if getattr(column, "formfield", None)}
        made = {}
        for name, required in fields_of(taken).items():
            if name in cls.base_fields:
                continue
            made[name] = columns[name].formfield(required=required)
        label = "理由" if declaration.reason else "办理意见（可不填）"
        made["note"] = forms.CharField(label=label, required=declaration.reason, max_length=2000, widget=forms.Textarea)
        return type(f"{taken.__name__}_form", (cls,), made)


class PaperFields(forms.Form):
    """What a step that was taken on paper (线下办理) must name besides its own fields."""

    on_paper = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    decider = forms.CharField(label="实际决定人", max_length=40)
    paper_number = forms.CharField(label="文号", max_length=60)
    decided_on = forms.DateField(label="决定日期")
    scan = forms.FileField(label="签字扫描件", max_length=255, help_text="pdf、ofd 或者图片。")
    why = forms.CharField(
        label="本人有账号而线下办理的原因", max_length=200, required=False, help_text="仅由书记填写。"
    )


def on_paper_form(form_class):
    """The form of a step with what its paper must name."""
    named = {name: field for name, field in PaperFields.base_fields.items()}
    return type(f"paper_{form_class.__name__}", (form_class,), named)


def edit_form(model, names, base=ActForm):
    """The form class that edits the named fields of a record."""
    made = {
        column.name: column.formfield()
        for column in (model._meta.get_field(name) for name in names if name != "attachments")
        if column.name not in base.base_fields
    }
    return type(f"{model.__name__}_edit_form", (base,), made)


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("widget", Files(attrs={"multiple": True}))
        kwargs.setdefault("help_text", f"{'、'.join(uploads.FORMATS)}，可多选。")
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in chosen if each] or super().clean(None, initial)


class AttachForm(ActForm):
    """Add files to a record."""

    files = FilesField(label="选择文件")
