from django.urls import path

from progress.views import baselines, change, changes, findings, reading, review, submission, submission_row
from progress.views.desk import desk, seal
from progress.views.gantt import gantt
from progress.views.proposals import proposals_approval, proposals_draft
from progress.views.reminder import reminder
from progress.views.row import row
from progress.views.setup_steps import setup_steps
from progress.views.stage import stage
from progress.views.submission_sending import submission_sending
from progress.views.submission_typed import submission_typed, submission_typed_dismissal
from progress.views.wbs import wbs, wbs_export
from progress.views.wbs_import import wbs_application, wbs_choices, wbs_dry_run, wbs_import

app_name = "progress"

plan = [
    path("gantt/", gantt, name="gantt"),
    path("wbs/", wbs, name="wbs"),
    path("wbs/export/<str:ending>/", wbs_export, name="wbs_export"),
    path("wbs/import/", wbs_import, name="wbs_import"),
    path("wbs/import/<uuid:uuid>/", wbs_dry_run, name="wbs_dry_run"),
    path("wbs/import/<uuid:uuid>/choices/", wbs_choices, name="wbs_choices"),
    path("wbs/import/<uuid:uuid>/application/", wbs_application, name="wbs_application"),
    path("rows/<uuid:uuid>/", row, name="row"),
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

cycle = [
    path("readings/<uuid:uuid>/", reading.reading, name="reading"),
    path("readings/<uuid:uuid>/columns/", reading.reading_columns, name="reading_columns"),
    path("readings/<uuid:uuid>/sheet/", reading.reading_sheet, name="reading_sheet"),
    path("readings/<uuid:uuid>/rows/", reading.reading_rows, name="reading_rows"),
    path("readings/<uuid:uuid>/closing/", reading.reading_closing, name="reading_closing"),
    path("readings/<uuid:uuid>/reopening/", reading.reading_reopening, name="reading_reopening"),
    path("<str:week>/<str:team>/submission/", submission.submission, name="submission"),
    path("<str:week>/<str:team>/workbook/", submission.submission_workbook, name="submission_workbook"),
    path("<str:week>/<str:team>/file/", submission.submission_file, name="submission_file"),
    path("<str:week>/<str:team>/texts/", submission.submission_texts, name="submission_texts"),
    path("<str:week>/<str:team>/typed/", submission_typed, name="submission_typed"),
    path("<str:week>/<str:team>/typed/dismissal/", submission_typed_dismissal, name="submission_typed_dismissal"),
    path("<str:week>/<str:team>/texts/carrying/", submission.submission_carrying, name="submission_carrying"),
    path("<str:week>/<str:team>/pre-check/", submission.submission_pre_check, name="submission_pre_check"),
    path("<str:week>/<str:team>/sending/", submission_sending, name="submission_sending"),
    path("<str:week>/<str:team>/rows/<path:key>/", submission_row.submission_row, name="submission_row"),
    path("<str:week>/<str:team>/findings/<int:pk>/answer/", submission_row.finding_answer, name="finding_answer"),
]

desks = [
    path("desk/", desk, name="desk"),
    path("<str:week>/desk/", desk, name="desk_week"),
    path("<str:week>/<str:team>/reminder/", reminder, name="reminder"),
    path("<str:week>/seal/", seal, name="seal"),
    path("<str:week>/<str:team>/review/", review.review, name="review"),
    path("<str:week>/<str:team>/review/beginning/", review.review_beginning, name="review_beginning"),
    path("<str:week>/<str:team>/review/findings/", review.review_finding, name="review_finding"),
    path("<str:week>/<str:team>/review/rows/<int:position>/override/", review.review_override, name="review_override"),
    path("<str:week>/<str:team>/review/overrides/<int:pk>/lifting/", review.override_lifting, name="override_lifting"),
    path("<str:week>/<str:team>/proposals/approval/", proposals_approval, name="proposals_approval"),
    path("<str:week>/<str:team>/proposals/draft/", proposals_draft, name="proposals_draft"),
    path("<str:week>/<str:team>/return/", review.return_, name="return"),
    path("<str:week>/<str:team>/acceptance/", review.acceptance, name="acceptance"),
    path("<str:week>/<str:team>/acceptance/undoing/", review.acceptance_undoing, name="acceptance_undoing"),
    path("findings/<int:pk>/adoption/", findings.finding_adoption, name="finding_adoption"),
    path("findings/<int:pk>/leaving-out/", findings.finding_leaving_out, name="finding_leaving_out"),
    path("findings/<int:pk>/answer-taking/", findings.finding_answer_taking, name="finding_answer_taking"),
    path("findings/<int:pk>/reopening/", findings.finding_reopening, name="finding_reopening"),
    path("findings/<int:pk>/dismissal/", findings.finding_dismissal, name="finding_dismissal"),
    path("findings/<int:pk>/withdrawal/", findings.finding_withdrawal, name="finding_withdrawal"),
    path("findings/<int:pk>/waiver/", findings.finding_waiver, name="finding_waiver"),
    path("findings/<int:pk>/putting-off/", findings.finding_putting_off, name="finding_putting_off"),
    path("findings/<int:pk>/declaration/", findings.finding_declaration, name="finding_declaration"),
]

urlpatterns = [
    path("stage/", stage, name="stage"),
    path("setup-steps/", setup_steps, name="setup_steps"),
    *plan,
    *cycle,
    *desks,
]
