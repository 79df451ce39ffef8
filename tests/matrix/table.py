"""Who may read and who may write at every URL: written by hand, never derived from the code.

P pmo, M pm, A auditor, O project owner, D administrator, L lead of ALPHA, m member of ALPHA, X lead of BETA, S stranger
(signed in, no assignment). A team's people (L m X) reach objects of their own team only where `scope` is "team".
`get` / `post`: roles that get an answer; "" means the method is not there. Strangers get 404, readers who write 403.
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = "PMAODLmX"
ANYBODY = ALL + "S"


@dataclass(frozen=True)
class Row:
    get: str
    post: str
    args: str = ""
    scope: str = ""
    public: bool = False
    empty: int = 200  # what a POST without any field answers to those who may write


TABLE: dict[str, Row] = {
    "health": Row("", "", public=True),
    "account_login": Row("", "", public=True),
    "account_logout": Row("", "", public=True),
    "account_change_password": Row(ALL, ALL),
    "account_set_password": Row(ALL, ALL),
    "account_reauthenticate": Row(ALL, ALL),
    "projects:language": Row("", "", public=True),
    "projects:welcome": Row("", "", "token", public=True),
    "projects:demo_login": Row("", "", public=True),
    "projects:home": Row(ALL, ""),
    "projects:inbox": Row(ALL, ""),
    "projects:inbox_reading": Row("", ALL),
    "projects:inbox_opening": Row("", ALL, "notice", "person"),
    "projects:setup": Row("PMAD", ""),
    "projects:first_week": Row("", "PD"),
    "projects:setup_completion": Row("", "PD"),
    "projects:settings": Row("PMAD", "PD"),
    "projects:phases": Row("PMAD", ""),
    "projects:phase_new": Row("PD", "PD"),
    "projects:phase": Row("PMAD", "PD", "phase"),
    "projects:phase_removal": Row("", "PD", "phase"),
    "projects:teams": Row("PMAD", ""),
    "projects:team_new": Row("PD", "PD"),
    "projects:team": Row("PMAD", "PD", "team_pk"),
    "projects:team_removal": Row("", "PD", "team_pk"),
    "projects:company_new": Row("PD", "PD"),
    "projects:company": Row("PMAD", "PD", "company"),
    "projects:company_removal": Row("", "PD", "company"),
    "projects:members": Row("PMAD", ""),
    "projects:member_new": Row("D", "D"),
    "projects:member": Row("PMAD", "D", "member"),
    "projects:member_password": Row("", "D", "member"),
    "projects:member_deactivation": Row("", "D", "member"),
    "projects:member_reactivation": Row("", "D", "member"),
    "projects:assignment_new": Row("D", "D", "member"),
    "projects:assignment": Row("D", "D", "assignment"),
    "projects:assignment_removal": Row("", "D", "assignment"),
    "projects:calendar": Row("PMAD", ""),
    "projects:calendar_days": Row("", "PD"),
    "projects:calendar_day_removal": Row("", "PD", "calendar_day"),
    "projects:calendar_confirmation": Row("", "PD"),
    "projects:activity": Row("PMA", ""),
    "projects:activity_export": Row("PMA", ""),
    "projects:jobs": Row(ALL, ""),
    "projects:job": Row("PDLX", "", "job", "team"),
    "projects:job_cancellation": Row("", "DLX", "job", "team"),
    "projects:job_retry": Row("", "DLX", "job", "team"),
    "projects:file": Row("PMALmX", "", "file", "team"),
    "progress:stage": Row(ALL, ""),
    "progress:setup_steps": Row("PMAD", ""),
    "progress:wbs": Row("PMALmX", ""),
    "progress:wbs_export": Row("PMALmX", "", "ending"),
    "progress:wbs_import": Row("P", "P"),
    "progress:wbs_dry_run": Row("P", "", "wbs_reading"),
    "progress:wbs_choices": Row("", "P", "wbs_reading"),
    "progress:wbs_application": Row("", "P", "wbs_reading"),
    "progress:row": Row("PMALmX", "", "row", "team"),
    "progress:baselines": Row("PMA", ""),
    "progress:baseline_proposal": Row("", "P"),
    "progress:baseline_approval": Row("", "M", "baseline"),
    "progress:changes": Row("PMA", ""),
    "progress:change_draft": Row("P", "P"),
    "progress:change": Row("PMA", "", "change"),
    "progress:change_reasons": Row("", "P", "change"),
    "progress:change_lines": Row("", "P", "change", empty=404),
    "progress:change_line_removal": Row("", "P", "change_line"),
    "progress:change_rows": Row("", "P", "change"),
    "progress:change_request": Row("", "P", "change"),
    "progress:change_revision": Row("", "P", "change"),
    "progress:change_renewal": Row("", "P", "change"),
    "progress:change_approval": Row("", "M", "change"),
    "progress:change_rejection": Row("", "M", "change"),
    "progress:desk": Row("PMA", ""),
    "progress:desk_week": Row("PMA", "", "week"),
    "progress:seal": Row("PMA", "P", "week"),
    "progress:review": Row("PMA", "", "week_team"),
    "progress:review_beginning": Row("", "P", "week_team"),
    "progress:review_finding": Row("", "P", "week_team"),
    "progress:review_override": Row("", "P", "week_team_position"),
    "progress:return": Row("PMA", "P", "week_team"),
    "progress:acceptance": Row("PMA", "P", "week_team"),
    "progress:acceptance_undoing": Row("", "P", "week_team_accepted", empty=404),
    "progress:finding_adoption": Row("", "P", "finding"),
    "progress:finding_leaving_out": Row("", "P", "finding"),
    "progress:finding_answer_taking": Row("", "P", "finding"),
    "progress:finding_reopening": Row("", "P", "finding"),
    "progress:finding_dismissal": Row("", "P", "finding"),
    "progress:finding_withdrawal": Row("", "P", "finding"),
    "progress:finding_waiver": Row("", "P", "finding"),
}
