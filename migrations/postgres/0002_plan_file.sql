-- A plan file counts once: the run it led to names it.
ALTER TABLE run ADD COLUMN plan_file TEXT;
CREATE UNIQUE INDEX run_plan_file ON run (plan_file);
