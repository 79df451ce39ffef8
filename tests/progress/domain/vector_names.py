"""The short field names of the published check vectors, and the long ones used everywhere else."""

from __future__ import annotations

from progress.domain.rows import Status

ROW_NAMES = {
    "id": "id",
    "wbs": "wbs_code",
    "parent": "parent",
    "name": "name",
    "type": "kind",
    "owner": "assignee",
    "ps": "planned_start",
    "pf": "planned_finish",
    "as_": "actual_start",
    "af": "actual_finish",
    "pct": "percent",
    "work": "planned_effort",
    "awork": "actual_effort",
    "rwork": "remaining_effort",
    "pred": "predecessors",
    "ff": "forecast_finish",
    "reason": "delay_reason",
    "action": "countermeasure",
    "note": "note",
    "status": "status",
    "cr": "change_number",
    "bl_ps": "baseline_start",
    "bl_pf": "baseline_finish",
    "bl_work": "baseline_effort",
    "critical": "critical",
    "tf": "total_float",
}
STATUS_WORDS = {
    "未着手": Status.NOT_STARTED,
    "着手中": Status.IN_PROGRESS,
    "完了": Status.DONE,
    "中止": Status.CANCELLED,
}
STATE_WORDS = {"指摘中": "open", "回答待ち": "open", "クローズ": "resolved"}
HEADER_WORDS = {
    "予定開始": "planned_start",
    "予定終了": "planned_finish",
    "実績開始": "actual_start",
    "実績終了": "actual_finish",
    "進捗率": "percent",
    "備考": "note",
}
