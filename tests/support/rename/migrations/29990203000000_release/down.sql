ALTER TABLE customers ADD COLUMN contact_name text;
UPDATE customers SET contact_name = contact_person;
