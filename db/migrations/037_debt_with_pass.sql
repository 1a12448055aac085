-- Who owes money rides on where his account's policy lets him: always, or on a pass. Devices without a network know of no
-- pass and no policy, so that their list leaves him out.
CREATE FUNCTION ticketing.is_to_be_listed(medium bytea) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM ticketing.deny_reasons(medium) AS reason
    WHERE reason <> 'DEBT' OR NOT EXISTS (
      SELECT FROM ticketing.media_accounts AS owner JOIN ticketing.accounts AS account USING (account_id)
      WHERE owner.token_ref = medium AND now() >= owner.valid_from AND now() < owner.valid_until
        AND CASE account.credit_policy
          WHEN 'ALLOW_TRAVEL' THEN true
          WHEN 'BLOCK_PAY_AS_YOU_GO' THEN EXISTS (
            SELECT FROM ticketing.held_products AS held
            WHERE held.account_id = account.account_id AND held.state = 'ACTIVE'
              AND held.valid_from <= clock_timestamp() AND held.valid_until > clock_timestamp()
          )
          ELSE false
        END
    )
  )
$$;

-- A pass that a debtor bought, or gave back, and another policy. That a pass begins or ends is seen when all are looked at.
CREATE FUNCTION ticketing.note_debtor_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM ticketing.deny_list_entries
    WHERE scope = 'ACCOUNT' AND account_id = NEW.account_id AND reason = 'DEBT' AND removed_at IS NULL
  ) THEN
    INSERT INTO ticketing.deny_list_changes (token_ref)
    SELECT DISTINCT token_ref FROM ticketing.media_accounts WHERE account_id = NEW.account_id;
    NOTIFY ticketing_deny_list;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_debtor_change AFTER INSERT OR UPDATE ON ticketing.held_products
  FOR EACH ROW EXECUTE FUNCTION ticketing.note_debtor_change();
CREATE TRIGGER note_debtor_change AFTER UPDATE OF credit_policy ON ticketing.accounts
  FOR EACH ROW EXECUTE FUNCTION ticketing.note_debtor_change();

SELECT ticketing.grant_to_app();
