"""Which fields of a row answer which check: the inputs that stand beside a point to mend."""

from __future__ import annotations

from collections.abc import Mapping

LATE = ("delay_reason", "countermeasure", "forecast_finish")
PLANNED = ("planned_start", "planned_finish")
ORDER = (
    "name", "assignee", "planned_start", "planned_finish", "planned_effort", "actual_start", "percent", "actual_finish",
    "actual_effort", "remaining_effort", "status", "delay_reason", "countermeasure", "forecast_finish", "change_number",
    "note",
)  # fmt: skip
# An answer that is no other value of the row goes into its note, where the PMO reads it.
INPUTS: Mapping[str, tuple[str, ...]] = {
    "UNREAD": (),  # the field of the cell that could not be read
    "G001": ("name",),
    "G002": ("assignee",),
    "G003": PLANNED,
    "G004": ("planned_effort",),
    "G005": PLANNED,
    "G006": ("percent",),
    "G007": ("percent",),
    "G008": ("assignee",),
    "G009": ("note",),
    "G010": (*PLANNED, "note"),
    "G011": PLANNED,
    "G012": ("planned_effort", "note"),
    "G020": ("actual_start", "percent"),
    "G021": ("actual_finish", "percent"),
    "G022": ("actual_finish", "percent"),
    "G023": ("actual_start", "actual_finish"),
    "G024": ("actual_start", "actual_finish"),
    "G025": ("actual_start", "actual_finish"),
    "G026": ("percent", "note"),
    "G027": ("note",),
    "G028": ("actual_start", "actual_effort"),
    "G029": ("actual_effort", "note"),
    "G030": ("remaining_effort", "percent"),
    "G031": ("remaining_effort", "percent"),
    "G032": ("percent", "remaining_effort", "note"),
    "G033": ("status", "actual_start", "actual_finish"),
    "G034": ("percent", "forecast_finish", "note"),
    "G035": ("actual_effort", "note"),
    "G040": LATE,
    "G041": LATE,
    "G042": LATE,
    "G043": LATE,
    "G044": LATE,
    "G045": LATE,
    "G046": LATE,
    "G047": ("percent", "note"),
    "G048": ("percent", "note"),
    "G049": ("actual_finish", "percent", "note"),
    "G050": ("actual_start", "actual_finish", "note"),
    "G051": ("actual_effort", "note"),
    "G052": ("actual_effort", "remaining_effort", "note"),
    "G053": ("note",),
    "G054": LATE,
    "G055": LATE,
    "G060": ("change_number", *PLANNED),
    "G061": ("change_number", "planned_effort"),
    "G062": ("note", *PLANNED),
    "G063": (),
    "G064": ("change_number", "note"),
    "G065": ("assignee", "note"),
    "G066": ("planned_effort", *PLANNED, "note"),
    "G070": PLANNED,
    "G071": ("percent",),
    "G072": ("planned_effort",),
    "G073": ("actual_finish", "percent"),
    "G074": ("note",),
    "G075": ("note",),
    "G076": ("planned_effort", *PLANNED, "note"),
    "G077": ("note",),
    "G080": ("actual_start", "note"),
    "G081": (*PLANNED, "note"),
    "G082": ("note",),
    "G083": ("note",),
    "G084": ("note",),
    "G085": LATE,
    "G086": ("note",),
    "G090": ("note",),
    "G091": (*PLANNED, "note"),
    "G100": (),
    "G101": (),
    "G102": (),
    "G103": (),
}


def inputs_of(code: str, parts: tuple[str, ...], field: str) -> tuple[str, ...]:
    """The fields of a finding with all its parts, each once; a cell that could not be read is its own input."""
    fields = INPUTS.get(code, ()) or ((field,) if code == "UNREAD" else ())
    for part in parts:
        fields += INPUTS.get(part, ())
    return tuple(dict.fromkeys(fields))
