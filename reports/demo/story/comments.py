"""What the PMO wrote into the weekly reports of the story: (section, internal, text) by week."""

from __future__ import annotations

from reports.demo.story.words import Text

COMMENTS: dict[str, tuple[tuple[str, bool, Text], ...]] = {
    "S11": (
        (
            "status",
            False,
            Text(
                "会員管理の90%の行は現物を確認し、実態に合わせて見直しました。請求・売上には応援1名が入っています。",
                "The rows of Members at 90 % were looked at together and set to what is true. "
                "One more person supports Billing.",
            ),
        ),
        (
            "late",
            True,
            Text(
                "請求・売上は離任者からの引継ぎが終わっておらず、報告より遅れている可能性があります。次週に現物を確認します。",
                "Billing has not finished the handover from the person who left; it may be later than reported. "
                "We look at the work itself next week.",
            ),
        ),
    ),
    "S12": (
        (
            "status",
            False,
            Text(
                "請求・売上から回復計画を受領しました。結合テスト完了判定への影響は、次週の進捗で判断します。",
                "Billing has handed in its recovery plan. What it means for the end of the integration test is judged "
                "by next week's progress.",
            ),
        ),
        (
            "decisions",
            False,
            Text(
                "請求・売上の結合テストへの応援2名の投入をご承認ください（推奨：承認。回答期限：次回の進捗会議）。",
                "Please approve two more people for the integration test of Billing "
                "(we recommend it; answer needed by the next progress meeting).",
            ),
        ),
        (
            "late",
            True,
            Text(
                "回復計画は、残り作業の見積りの根拠が弱く見えます。責任者の方に内訳を確認中です。",
                "The recovery plan rests on weak estimates of what is left; its manager is asked for details.",
            ),
        ),
        (
            "team:BIL",
            False,
            Text(
                "回復計画のご提出ありがとうございました。内訳の確認が済み次第、応援の体制を調整します。",
                "Thank you for the recovery plan. As soon as its details are clear we arrange the support.",
            ),
        ),
    ),
}
