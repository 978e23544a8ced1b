ALTER TABLE customers ADD COLUMN contact_person text;
