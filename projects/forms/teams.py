"""One team, one company."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from projects.forms.base import CodeField, RecordForm, native
from projects.models import Company, Team


class TeamForm(RecordForm):
    class Meta:
        model = Team
        fields = [
            "code", "name", "name_2", "company", "contract", "order", "reports_effort", "keeps_effort", "keeps_links",
            "submission_time", "active",
        ]  # fmt: skip
        field_classes = {"code": CodeField}
        formfield_callback = native
        help_texts = {
            "submission_time": _("Empty: the project's deadline. The day is the status date."),
            "reports_effort": _("Off: actual effort of this team is “not evaluated”, never counted as zero."),
            "keeps_effort": _("Off: planned effort of this team is “not evaluated” in the checks."),
            "keeps_links": _("Off: predecessors of this team are “not evaluated” in the checks."),
            "active": _("Off: the team submits nothing any more; its history stays."),
        }


class CompanyForm(RecordForm):
    class Meta:
        model = Company
        fields = ["name", "name_2", "is_own", "is_customer", "contracted_by"]
        formfield_callback = native
