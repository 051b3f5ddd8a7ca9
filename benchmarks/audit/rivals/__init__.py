"""The pair and daily-dose joins in other tools: each module has `run(table, given, out, threads)`.

They read the table, look distinct texts up, join the lines of a prescription with themselves and with the rows of the tables,
add the daily doses up, and write `pairs.parquet` (prescription_id, row_a, row_b, rule, grave) and `sums.parquet`
(prescription_id, rule, drug, observed): `row` is the number of the line in the table, from 0; `grave` action × 8 + severity.
All of them give the same rows. That is a part of what the audit does: modifiers of interactions, single doses, renal and other
limits, conditions, allergies, duplicates, sets, forms, receipts and what was not assessed are left out.
"""
