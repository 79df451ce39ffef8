"""Files that come back to us: any team's plan sheet into neutral rows, "this week's Excel" out and back in.

Everything but `excel`, `workbook_texts` and `corpus` is pure (no Django); every result has `to_json`/`from_json`,
because results are stored between two requests. Codes and values only: sentences are in progress/reading_texts.py.

    from progress.exchange.files import read_file
    from progress.exchange.recognise import recognise
    from progress.exchange.mapping import apply
    from progress.exchange.matching import match
    from progress.exchange.changes import changes

    raw = read_file(path)                       # RawBook | Refusal; from a job or a command only (limited child)
    found = recognise(raw, remembered)          # Recognition | NoTable; the ColumnMaps of the team, newest first
    chosen = found.map.choose({"H": "percent"}, percent_scale="points", words={"status": {"○": "done"}})
    reading = apply(raw, chosen, Period(project.start, project.finish, near=week.status_date), Rates(...))
    matching = match(reading, known_rows, answers)      # known_rows: the team's PlanRows and the summaries above them
    changed = changes(known_rows, matching.plan_rows)

`raw.RawBook`        sheets -> sparse grid of typed cells, merges, hidden sheets and columns, outline levels, indents
`raw.Refusal`        code of REFUSALS + values
`columns.Recognition` map (proposed ColumnMap), columns (letter, header, field, how, samples, confidence, alternatives),
                     questions (codes QUESTIONS), how, status_date, marker (own workbook), missing, needs_user
`columns.NoTable`    sheets: per sheet reason, header row, found and missing fields; guess: nearest Recognition or None
`columns.from_json`  whichever of the two was stored
`columns.ColumnMap`  what the user confirms; `signature` for LearntColumns; `choose(...)`; placing.fits(map, raw)
`dates.Period`       project start, finish, and the day that settles dates without a year
`values.Rates`       hours per day, days per month
`reading.Reading`    rows (ReadRow), groups, ignored, rejected (Aside), notes, problems, status_date, fields;
                     len(rows) + len(ignored) + len(rejected) = non-empty rows of the sheet (`total`)
`reading.ReadRow`    row (PlanRow), number, cells (field -> address), problems (block sending), fingerprint, links, team
`pairs.Pairs`        tasks in two rows, 予定 above 実績: the lower is an Aside "actual", its dates are the upper's
`matched.Matching`   rows (MatchedRow: row with its key, how, read), groups, missing, asks, copied, foreign,
                     whole_plan_replaced, counts(), plan_rows; answers are {fingerprint: key or ""}
`changes.Changes`    rows: key -> field -> (old, new); added, missing; counts(), by_field()

    from progress.exchange.excel import PlanFacts, WeekFacts, write_plan, write_week
    content = write_week(rows, WeekFacts(...), "ja")    # bytes of an .xlsx; marker tells project, team, week, version
    content = write_plan(rows, PlanFacts(...), "en")    # the WBS template, with example rows when there are no rows
"""
