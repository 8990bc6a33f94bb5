-- The answers of answers.py from the Parquet files of any number of periods and cities: duckdb < examples/answers.sql

-- What should have happened by the day of the report, and is still planned?
SELECT r.as_of, i.id, i.name, d."end" AS due, s.text
FROM 'output/*/dates.parquet' d
JOIN 'output/*/statements.parquet' s
  ON (s.report_id, s.initiative_id, s.seq) = (d.report_id, d.initiative_id, d.statement_seq)
JOIN 'output/*/initiatives.parquet' i ON (i.report_id, i.id) = (s.report_id, s.initiative_id)
JOIN 'output/*/reports.parquet' r ON r.report_id = d.report_id
WHERE s.state = 'planned' AND d."end" < r.as_of
ORDER BY r.as_of, due, i.seq, s.seq, d.seq;

-- Which departments have a hand in most initiatives? (A row listed again is not counted twice, here and below.)
SELECT r.as_of, o.department, count(*) AS initiatives
FROM 'output/*/initiative_departments.parquet' o
JOIN 'output/*/initiatives.parquet' i ON (i.report_id, i.id) = (o.report_id, o.initiative_id)
JOIN 'output/*/reports.parquet' r ON r.report_id = o.report_id
WHERE NOT i.relisted
GROUP BY ALL
ORDER BY r.as_of, initiatives DESC, o.department;

-- What was spent on each part of the plan, in yen? (The column 決算額.)
SELECT r.as_of, trim(concat(c.kind, c.number, ' ', c.title)) AS part, sum(q.base_value)::BIGINT AS yen
FROM 'output/*/quantities.parquet' q
JOIN 'output/*/statements.parquet' s
  ON (s.report_id, s.initiative_id, s.seq) = (q.report_id, q.initiative_id, q.statement_seq)
JOIN 'output/*/initiatives.parquet' i ON (i.report_id, i.id) = (s.report_id, s.initiative_id)
JOIN 'output/*/sections.parquet' c ON (c.report_id, c.id) = (i.report_id, i.section)
JOIN 'output/*/reports.parquet' r ON r.report_id = q.report_id
WHERE s.field LIKE '%決算額%' AND q.base_unit = '円' AND NOT i.relisted
GROUP BY ALL
ORDER BY r.as_of, yen DESC, part;
