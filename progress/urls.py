from django.urls import path

from progress.views import baselines, change, changes
from progress.views.stage import stage

app_name = "progress"

plan = [
    path("baselines/", baselines.baselines, name="baselines"),
    path("baselines/proposal/", baselines.baseline_proposal, name="baseline_proposal"),
    path("baselines/<int:pk>/approval/", baselines.baseline_approval, name="baseline_approval"),
    path("changes/", changes.changes, name="changes"),
    path("changes/draft/", changes.change_draft, name="change_draft"),
    path("changes/<int:pk>/", change.change, name="change"),
    path("changes/<int:pk>/reasons/", change.change_reasons, name="change_reasons"),
    path("changes/<int:pk>/lines/", change.change_lines, name="change_lines"),
    path("changes/<int:pk>/lines/<int:line>/removal/", change.change_line_removal, name="change_line_removal"),
    path("changes/<int:pk>/rows/", change.change_rows, name="change_rows"),
    path("changes/<int:pk>/request/", change.change_request, name="change_request"),
    path("changes/<int:pk>/revision/", change.change_revision, name="change_revision"),
    path("changes/<int:pk>/renewal/", change.change_renewal, name="change_renewal"),
    path("changes/<int:pk>/approval/", change.change_approval, name="change_approval"),
    path("changes/<int:pk>/rejection/", change.change_rejection, name="change_rejection"),
]

urlpatterns = [
    path("stage/", stage, name="stage"),
    *plan,
]
