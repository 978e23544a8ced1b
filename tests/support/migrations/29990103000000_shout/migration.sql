ALTER TABLE customers ADD COLUMN shout text;
