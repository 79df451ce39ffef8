"""The story as plain values: who, what, when, and how the work goes week by week. No Django, no database."""
