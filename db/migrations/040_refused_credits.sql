-- What the gateway refused to give back is still to be given back: it is asked for again, as another settlement.
UPDATE ticketing.pay_windows AS pay SET settled_minor = settled_minor + refused.amount_minor
FROM (
  SELECT pay_window_id, sum(amount_minor) AS amount_minor FROM ticketing.settlements
  WHERE kind = 'CREDIT' AND status = 'FAILED' GROUP BY pay_window_id
) AS refused
WHERE pay.pay_window_id = refused.pay_window_id;
