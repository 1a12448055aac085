-- A document of a month is written by the name alone: names in other languages were kept with it and read by nobody.
CREATE OR REPLACE FUNCTION ticketing.note_former_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticketing.former_operator_names (operator_id, name) VALUES (OLD.operator_id, OLD.name);
  RETURN NULL;
END $$;
DROP TRIGGER note_former_name ON ticketing.operators;
CREATE TRIGGER note_former_name AFTER UPDATE ON ticketing.operators
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION ticketing.note_former_name();
-- The column stays for one release with what is in it; a later migration takes it away.
ALTER TABLE ticketing.former_operator_names ALTER COLUMN names DROP NOT NULL;
