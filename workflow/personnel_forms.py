"""The shape of input of the administration: accounts, posts, organisations, and what lists are filtered by."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from organizations.models import ROLES_IN_AN_OFFICE, ROLES_OF, Kind, Office, Organisation, Role
from workflow.establishment import FOUNDED
from workflow.forms import CleanForm, DateInput

ANY = ("", "全部")


class ByPublicId(forms.ModelChoiceField):
    """A row chosen by its public id; a key never stands in a page."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, to_field_name="public_id", **kwargs)


class PasswordForm(forms.Form):
    """One's own password: the old one, and a new one twice."""

    old_password = forms.CharField(
        label="当前口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        label="新口令", strip=False, max_length=128,
        help_text="至少 10 个字符；不能是常见口令或者纯数字，不能与用户名、姓名相近。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    new_password2 = forms.CharField(
        label="再次输入新口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, person, knows, **kwargs):
        self.person, self.knows = person, knows
        super().__init__(*args, **kwargs)

    def clean_old_password(self):
        old = self.cleaned_data["old_password"]
        if not self.knows(old):
            raise ValidationError("当前口令不正确。")
        return old

    def clean(self):
        given = super().clean()
        new = given.get("new_password1")
        if new and given.get("new_password2") and new != given["new_password2"]:
            self.add_error("new_password2", "两次输入的新口令不一致。")
        if new and new == given.get("old_password"):
            self.add_error("new_password1", "新口令不能与当前口令相同。")
        elif new:
            self._ask_validators(new)
        return given

    def _ask_validators(self, new):
        try:
            validate_password(new, self.person)
        except ValidationError as faults:
            self.add_error("new_password1", [sentence.replace("密码", "口令") for sentence in faults.messages])


class AccountForm(CleanForm):
    username = forms.CharField(
        label="用户名", min_length=2, max_length=40, help_text="登录用，开设后不再更改；用文字、数字、点、横线和下划线。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=254, help_text="只用于提醒有事项待办，不发送口令和业务内容。"
    )


class AppointForm(CleanForm):
    """A post in one organisation, whose roles and offices are offered."""

    organisation = ByPublicId(Organisation.objects.filter(is_active=True), label="机构", widget=forms.HiddenInput)
    role = forms.ChoiceField(label="职务", choices=Role.choices)
    office = ByPublicId(
        Office.objects.none(),
        label="室",
        required=False,
        help_text="承办人、承办室主任应当指明所在的室，其他职务不填。",
    )
    from_on = forms.DateField(label="任职日期")
    until_on = forms.DateField(label="离任日期", required=False, help_text="最后任职的一天；不填即不定期。")

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        roles = ROLES_OF[organisation.kind]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        if set(roles) & set(ROLES_IN_AN_OFFICE) and organisation.kind == Kind.COMMISSION:
            self.fields["office"].queryset = Office.objects.filter(commission=organisation, is_active=True)
        else:
            del self.fields["office"]


class EndPostForm(CleanForm):
    last_on = forms.DateField(
        label="最后任职日", required=False, help_text="不填即立即终止，该职务的权限自下一次操作起失效。"
    )


class OrganisationForm(CleanForm):
    kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.label) for kind in FOUNDED])
    name = forms.CharField(label="全称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=40, help_text="页面和通知中使用。")
    code_word = forms.CharField(
        label="机关代字", max_length=12, required=False, help_text="纪委（监委）必填，用于编排文号。"
    )
    superior = ByPublicId(
        Organisation.objects.filter(is_active=True).exclude(kind=Kind.SYSTEM), label="上级", required=False,
        help_text="纪委（监委）填接受其备案的上级纪委，有关部门、派驻机构填同级党委。",
    )  # fmt: skip
    committee = ByPublicId(
        Organisation.objects.filter(is_active=True, kind=Kind.PARTY_COMMITTEE), label="同级党委", required=False,
        help_text="只有纪委（监委）填写。",
    )  # fmt: skip


class OfficeForm(CleanForm):
    name = forms.CharField(label="室的名称", max_length=40)


class PeopleFilter(forms.Form):
    q = forms.CharField(label="姓名或用户名", required=False, max_length=40, widget=forms.SearchInput)
    organisation = ByPublicId(Organisation.objects.all(), label="任职机构", required=False, empty_label="全部")
    active = forms.ChoiceField(label="状态", required=False, choices=[ANY, ("1", "在用"), ("0", "停用")])


class OrganisationFilter(forms.Form):
    q = forms.CharField(label="名称或代字", required=False, max_length=40, widget=forms.SearchInput)
    kind = forms.ChoiceField(label="类别", required=False, choices=[ANY, *Kind.choices])


class JournalFilter(forms.Form):
    day = forms.DateField(label="日期", required=False, widget=DateInput)
    person = forms.CharField(label="姓名或用户名", required=False, max_length=40, widget=forms.SearchInput)
