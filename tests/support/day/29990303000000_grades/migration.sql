ALTER TABLE customers ADD COLUMN grade text;
