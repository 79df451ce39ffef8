"""What the teams write: reasons, countermeasures and the short texts of a week, in both languages."""

from __future__ import annotations

from zlib import crc32

from reports.demo.story.words import Text

REASONS: dict[str, tuple[Text, ...]] = {
    "AUT": (
        Text("不正検知の外部IF仕様の回答待ち", "Waiting for the fraud link's interface answer"),
        Text("単体テストで見つかった障害の修正に時間を要している", "Fixing what the unit test found takes longer"),
        Text("結合テスト環境を他チームと取り合っている", "Another team has the integration test environment"),
    ),
    "MEM": (
        Text("画面項目の追加要望への対応", "Screen items were added on request"),
        Text("前の作業の完了が遅れている", "The work before it is late"),
        Text("テストデータの準備に時間を要している", "Preparing the test data takes longer"),
    ),
    "BIL": (
        Text("請求仕様の追加確認に時間を要している", "Open questions on the billing rules take longer"),
        Text("仕様変更への対応が想定を上回った", "The change of rules was more work than expected"),
        Text("担当者の離任に伴う引継ぎのため", "Handover after a colleague left"),
    ),
    "MIG": (
        Text("移行元データの不備を調査している", "Faults in the source data are being looked into"),
        Text("接続先との試験日程の調整待ち", "Waiting for the partner's test dates"),
        Text("残高の突合で差異が出ている", "The balances do not reconcile yet"),
    ),
    "BASE": (Text("環境構築の待ち", "Waiting for the environment"),),
}  # fmt: skip
STUCK_REASONS = {
    "MEM": Text("ほぼ完了。レビュー指摘の反映が残っている", "Nearly done; review comments are left"),
    "BIL": Text("顧客確認待ち(請求仕様の確認事項)", "Waiting for the customer's answers on the billing rules"),
}
FOLLOWS = Text("製造・単体テストの遅れにより着手できていない", "Cannot start: construction and unit test are late")
GATE_REASON = Text("請求・売上の残作業の完了待ち", "Waiting for the rest of the billing team's work")

MEASURES = (
    Text(
        "{who}が{soon}までに残りを洗い出し、{finish}に完了",
        "{who} lists the remaining work by {soon}; finish on {finish}",
    ),
    Text(
        "{who}が{soon}に相手先へ確認し、{finish}に完了",
        "{who} settles it with the other party on {soon}; finish on {finish}",
    ),
    Text("{soon}から{who}が専任で対応し、{finish}に完了", "{who} works on this alone from {soon}; finish on {finish}"),
    Text(
        "{who}が{soon}に分担を見直し、{finish}までに挽回",
        "{who} redistributes the work on {soon}; caught up by {finish}",
    ),
)
MILESTONE_MEASURE = Text(
    "{soon}に残作業を確認し、{finish}に判定会議を開催",
    "What is left is checked on {soon}; the gate is held on {finish}",
)

# The first of the four short texts, where the week has a story of its own (UX 2.4).
TOPICS: dict[tuple[str, str], Text] = {
    ("S1", "MIG"): Text("自社様式のまま提出しています。", "We send our own layout."),
    ("S1", "BIL"): Text("詳細設計の残りを9月上旬に終える予定です。", "The detailed design ends early next month."),
    ("S2", "BIL"): Text("詳細設計3行が顧客確認待ちです。", "Three design rows wait for the customer."),
    ("S3", "MEM"): Text("製造はほぼ完了しています。", "Construction is nearly done."),
    ("S3", "AUT"): Text("詳細設計完了判定を実施しました。", "The detailed design gate was held."),
    ("S5", "BIL"): Text("連休明けの集計に時間を要し、提出が遅れました。", "After the holidays our figures came late."),
    ("S6", "BIL"): Text("堀越が離任し、担当を見直しました。", "Horikoshi has left; his work is shared anew."),
    ("S7", "MIG"): Text("土曜日に移行データの作成を行いました。", "We made the migration data on Saturday."),
    ("S8", "AUT"): Text("後半の機能の予定を5営業日後ろへ見直しました。", "Later functions move by five working days."),
    ("S9", "MIG"): Text("請求・売上から結合テスト6行を引き受けました。", "We took over six test rows from billing."),
    ("S10", "BIL"): Text("単体テストの障害対応を優先しています。", "We put the unit test's faults first."),
    ("S11", "MEM"): Text("90%の8行をPMと確認し、5行を完了としました。", "Of the eight rows at 90 % five are done."),
    ("S11", "BIL"): Text("応援1名が加わりました。", "One more colleague has joined us."),
    ("S12", "BIL"): Text(
        "回復計画を提出しました。結合テスト完了は1週間後ろの見込みです。",
        "We handed in a recovery plan; the integration test ends a week late.",
    ),
}  # fmt: skip
QUIET = Text("計画に沿って作業を進めています。", "Work goes on as planned.")
MOVED = Text("{moved}行が進み、{done}行が完了しました。", "Rows moved on: {moved}; finished: {done}.")
NEXT = Text("次の作業の完了を予定しています：{names}", "Due next: {names}")
NO_NEXT = Text("継続作業を進めます。", "We carry on.")
CONCERN = Text("遅れの主な理由：{reason}", "Main reason for being late: {reason}")
REQUESTS: dict[tuple[str, str], Text] = {
    ("S2", "BIL"): Text("顧客への確認の後押しをお願いします。", "Please help us to get the customer's answers."),
    ("S8", "AUT"): Text("変更要求の手順を教えてください。", "Please tell us how a change request is made."),
    ("S10", "BIL"): Text("結合テストの応援をご相談させてください。", "May we talk about help for the test?"),
    ("open", "MIG"): Text("残高の差異の調査に、請求・売上の協力をお願いします。", "Please let billing help us."),
}


def pick[T](choices: tuple[T, ...], *of: object) -> T:
    """One of the choices, always the same for the same words."""
    return choices[crc32("/".join(map(str, of)).encode()) % len(choices)]
