"""The shape of input of a year's notice."""

from django import forms

from supervision import calendar_sheet
from supervision.calendar_sheet import MOST_LINES
from workflow import calendars
from workflow.forms import CleanForm
from workflow.uploads import Refused

LONGEST_TEXT = 12_000


class NoticeForm(CleanForm):
    """The year, what the notice rests on, and its days, pasted or as a workbook. ``version`` is the calendar that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    year = forms.TypedChoiceField(label="年份", coerce=int)
    source = forms.CharField(label="依据", max_length=200, help_text="放假安排通知的名称和文号。")
    lines = forms.CharField(
        label="放假和调休", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea,
        help_text="每行一天或者连续几天：日期、休或者班、名称，例如“2027-10-01至2027-10-07 休 国庆节”“2027年10月9日 班”。",
    )  # fmt: skip
    sheet = forms.FileField(
        label="或者上传表格",
        required=False,
        max_length=255,
        help_text=".xlsx，三列：日期、休/班、名称；上传后以表格为准。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.faults, self.days = [], []
        self.fields["year"].choices = [(year, f"{year}年") for year in calendar_sheet.years()]

    def clean(self):
        cleaned = super().clean()
        if "year" not in cleaned or self.errors:
            return cleaned
        if cleaned.get("sheet"):
            self._take_sheet(cleaned)
        if not self.errors:
            self._read(cleaned)
        return cleaned

    def _take_sheet(self, cleaned):
        """The rows of the workbook take the place of the text, so that they are seen and can be mended."""
        try:
            cleaned["lines"] = calendar_sheet.lines_of(cleaned["sheet"])
        except Refused as refusal:
            self.add_error("sheet", str(refusal))
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("lines")] = cleaned["lines"]

    def _read(self, cleaned):
        text = cleaned.get("lines") or ""
        if len(text.splitlines()) > MOST_LINES:
            self.add_error("lines", f"超过{MOST_LINES}行，不像是放假安排。")
            return
        self.days, self.faults = calendar_sheet.read(text, calendars.load(), cleaned["year"])
        if self.faults:
            self.add_error("lines", f"有 {len(self.faults)} 行有误，见上面逐行的说明。")
        elif not self.days:
            self.add_error("lines", "请粘贴放假安排，或者上传表格。")
