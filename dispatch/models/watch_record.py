"""What the records of a unit's daily work have in common: what was done on a day, never changed, corrected by a new record only."""

from django.db import models

from dispatch.models.unit_paper import OfficePaper
from workflow.beside import Over


class WatchRecord(OfficePaper):
    """One record. Its correction is a record of the same kind that names it; each is corrected once."""

    happened_on = models.DateField("日期")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="correction", verbose_name="更正的记录"
    )  # fmt: skip

    class Meta:
        abstract = True

    def is_a_correction(self):
        return self.corrects_id is not None

    @property
    def is_corrected(self):
        return type(self)._base_manager.filter(corrects=self.pk).exists()

    @classmethod
    def begun_within(cls, parent, actor):
        """The correction of ``parent``: of the same unit, in a dossier of its own."""
        return cls(corrects=parent, **{name: getattr(parent, name) for name in ("commission", "unit", "office")})

    @classmethod
    def is_offered(cls, parent):
        return super().is_offered(parent) and not parent.is_corrected

    @classmethod
    def hanging_over(cls, record, actor):
        """On the page of either of the two the other one."""
        if not isinstance(record, cls):
            return
        for row in cls.objects.visible_to(actor).filter(corrects=record.pk).select_related(*cls.within):
            yield Over("warning", "red", "已更正", f"以更正后的记录为准：{row.words}", row.get_absolute_url())
        if record.corrects_id:
            for row in cls.objects.visible_to(actor).filter(pk=record.corrects_id).select_related(*cls.within):
                yield Over("info", "blue", "更正", f"更正的是：{row.words}", row.get_absolute_url())
