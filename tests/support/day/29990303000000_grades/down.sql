ALTER TABLE customers DROP COLUMN grade;
