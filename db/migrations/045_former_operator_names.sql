-- What carriers and funding bodies were called before: a document of a month keeps the name of its day, whoever is renamed
-- afterwards. Kept by the table itself, so that no other way of renaming loses one.
CREATE TABLE ticketing.former_operator_names (
  operator_id text NOT NULL REFERENCES ticketing.operators,
  name text NOT NULL,
  names jsonb NOT NULL,
  called_until timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (operator_id, called_until)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ticketing.former_operator_names
  FOR EACH STATEMENT EXECUTE FUNCTION ticketing.refuse_change();

CREATE FUNCTION ticketing.note_former_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticketing.former_operator_names (operator_id, name, names) VALUES (OLD.operator_id, OLD.name, OLD.names);
  RETURN NULL;
END $$;
CREATE TRIGGER note_former_name AFTER UPDATE ON ticketing.operators
  FOR EACH ROW WHEN ((OLD.name, OLD.names) IS DISTINCT FROM (NEW.name, NEW.names))
  EXECUTE FUNCTION ticketing.note_former_name();

SELECT ticketing.grant_to_app();
