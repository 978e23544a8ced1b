ALTER TABLE customers DROP COLUMN shout;
