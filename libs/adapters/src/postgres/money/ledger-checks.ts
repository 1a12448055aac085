/** Statements that find what contradicts an invariant; each row is a fault, in words. No rows: it holds. */
export interface LedgerCheck {
  readonly check: string;
  readonly text: string;
}

export const LEDGER_CHECKS: readonly LedgerCheck[] = [
  {
    check: 'what charges come to is what was booked for them',
    // All at once: ride by ride, tables of which PostgreSQL knows nothing yet, after a restore, took for ever.
    text: `SELECT format('ride %s: charged %s, booked %s', ride_ref, amount_minor + funded_minor, coalesce(booked, 0)) AS fault
      FROM ticketing.current_charges AS charge
      LEFT JOIN (
        SELECT each.ride_ref, -sum(entry.amount_minor) AS booked FROM ticketing.charges AS each
        JOIN ticketing.ledger_transactions AS head USING (charge_id)
        JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.kind = 'CHARGE' AND entry.account = 'revenue' GROUP BY 1
      ) AS booked USING (ride_ref)
      WHERE amount_minor + funded_minor <> coalesce(booked, 0)`,
  },
  {
    check:
      'of rides on media that were reported lost nobody is asked for anything, and what they cost is booked at risk',
    text: `SELECT format('ride %s: %s lost, %s asked for, %s booked at risk', ride_ref, lost, billed, risk) AS fault FROM (
        SELECT charge.ride_ref, CASE WHEN charge.disposition = 'LOST_MEDIUM' THEN charge.amount_minor ELSE 0 END AS lost,
          CASE WHEN charge.disposition = 'LOST_MEDIUM' THEN charge.billed_minor ELSE 0 END AS billed,
          coalesce(booked.minor, 0) AS risk
        FROM ticketing.current_charges AS charge
        JOIN (SELECT DISTINCT ride_ref FROM ticketing.charges WHERE disposition = 'LOST_MEDIUM') AS ever USING (ride_ref)
        LEFT JOIN (
          SELECT each.ride_ref, sum(entry.amount_minor) AS minor FROM ticketing.charges AS each
          JOIN ticketing.ledger_transactions AS head USING (charge_id)
          JOIN ticketing.ledger_entries AS entry USING (transaction_id)
          WHERE head.kind = 'CHARGE' AND entry.account = 'risk' GROUP BY 1
        ) AS booked USING (ride_ref)
      ) AS compared WHERE lost <> risk OR billed <> 0`,
  },
  {
    check: 'a tap belongs to at most one charge',
    text: `SELECT format('tap %s is in the charges of %s rides', tap_ref, count(*)) AS fault
      FROM ticketing.current_charges, unnest(tap_refs) AS tap_ref GROUP BY tap_ref HAVING count(*) > 1`,
  },
  {
    check: 'no charge is without its tap',
    text: `SELECT format('ride %s has no tap', ride_ref) AS fault FROM ticketing.current_charges AS charge
      WHERE disposition <> 'VOID' AND NOT EXISTS (
        SELECT FROM ticketing.taps AS tap WHERE tap.device_id = split_part(charge.ride_ref, '/', 1)
          AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint
      )`,
  },
  {
    check: 'every accepted tap that pricing has followed is in a charge or waits to be priced',
    text: `SELECT format('tap %s/%s is in no charge', tap.device_id, tap.seq) AS fault
      FROM ticketing.taps AS tap, ticketing.pricing_cursor AS cursor
      WHERE tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
        AND (tap.accepted_xid, tap.device_id, tap.seq) <= (cursor.accepted_xid, cursor.device_id, cursor.seq)
        AND NOT EXISTS (
          SELECT FROM ticketing.current_charges AS charge
          WHERE charge.ride_ref = tap.device_id || '/' || tap.seq AND charge.disposition <> 'VOID'
        )
        AND NOT EXISTS (
          SELECT FROM (
            SELECT outcome FROM ticketing.tap_corrections AS made
            WHERE made.device_id = tap.device_id AND made.seq = tap.seq ORDER BY revision DESC LIMIT 1
          ) AS last WHERE last.outcome NOT IN ('ACCEPTED', 'LATE_ACCEPTED')
        )
        AND NOT EXISTS (
          SELECT FROM ticketing.media_accounts AS owner JOIN ticketing.repricing USING (account_id)
          WHERE owner.token_ref = tap.token_ref
        )
        AND NOT EXISTS (
          SELECT FROM ticketing.media_accounts AS owner
          JOIN ticketing.current_charges AS charge ON charge.account_id = owner.account_id
          WHERE owner.token_ref = tap.token_ref AND tap.device_id || '/' || tap.seq = ANY (charge.tap_refs)
        )`,
  },
  {
    check: 'a charge is not older than its taps',
    text: `SELECT format('revision %s of ride %s was made before the ride', revision, ride_ref) AS fault
      FROM ticketing.charges AS charge WHERE made_at < tapped_at - interval '5 minutes'
        OR (cardinality(tap_refs) > 1 AND EXISTS (
          SELECT FROM unnest(tap_refs) AS ref JOIN ticketing.taps AS tap
            ON tap.device_id = split_part(ref, '/', 1) AND tap.seq = split_part(ref, '/', 2)::bigint
          WHERE charge.made_at < tap.received_at - interval '5 minutes'
        ))`,
  },
  {
    check: 'the amount differs from the nominal price only by adjustments, which explain all of it',
    text: `SELECT format('ride %s: %s nominal, %s charged', ride_ref, nominal_minor, amount_minor) AS fault
      FROM ticketing.charges WHERE disposition <> 'VOID' AND amount_minor - nominal_minor <> (
        SELECT coalesce(sum((step ->> 'amountMinor')::bigint), 0)
        FROM json_array_elements(details -> 'adjustments') AS step
      )`,
  },
  {
    check:
      'every pass and ticket that was sold is booked for its price, and what was given back for a pass is',
    text: `SELECT format('%s: %s, booked %s', key, price, coalesce(booked, 0)) AS fault FROM (
        SELECT 'sale:pass:' || travel_right_id AS key, price_minor AS price FROM ticketing.travel_rights
        UNION ALL SELECT 'refund:pass:' || travel_right_id, -refunded_minor FROM ticketing.travel_rights
          WHERE state = 'REFUNDED'
        UNION ALL SELECT 'sale:ticket:' || encode(token_ref, 'hex'), price_minor FROM ticketing.tickets
      ) AS sold LEFT JOIN LATERAL (
        SELECT -sum(entry.amount_minor) AS booked FROM ticketing.ledger_transactions AS head
        JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.idempotency_key = sold.key AND entry.account = 'revenue'
      ) AS looked ON true WHERE price <> coalesce(booked, 0)`,
  },
  {
    check: 'clearing that is in the ledger is booked for what its carriers are due',
    text: `SELECT format('run %s, carrier %s: due %s, booked %s', run_id, operator_id, due, coalesce(booked, 0)) AS fault FROM (
        SELECT run.run_id, line.operator_id, line.apportioned_minor + line.sold_minor + line.funded_minor AS due, (
          SELECT -sum(entry.amount_minor) FROM ticketing.clearing_runs AS each
          JOIN ticketing.ledger_transactions AS head
            ON head.idempotency_key = 'clearing:' || each.run_id || ':' || line.currency
          JOIN ticketing.ledger_entries AS entry USING (transaction_id)
          WHERE each.from_day = run.from_day AND each.to_day = run.to_day
            AND entry.account = 'operator:' || line.operator_id
        ) AS booked
        FROM ticketing.clearing_bookings AS last
        JOIN ticketing.clearing_runs AS run USING (run_id) JOIN ticketing.clearing_lines AS line USING (run_id)
        WHERE line.operator_id <> ''
          AND NOT EXISTS (SELECT FROM ticketing.clearing_bookings AS later WHERE later.supersedes = last.run_id)
      ) AS compared WHERE due <> coalesce(booked, 0)`,
  },
  {
    check: 'every payout that the bank made is booked once for its amount, and nothing else is',
    text: `SELECT format('payout %s: %s, %s declared, %s booked', coalesce(paid.key, booked.key), paid.state, paid.amount,
        booked.amount) AS fault
      FROM (
        SELECT 'payout:' || payout_id AS key, state, amount_minor AS amount FROM ticketing.payouts
        WHERE state = 'PAID' AND amount_minor > 0
      ) AS paid
      FULL JOIN (
        SELECT head.idempotency_key AS key, -sum(entry.amount_minor) FILTER (WHERE entry.account = 'bank') AS amount
        FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.kind = 'PAYOUT' AND head.idempotency_key LIKE 'payout:%' GROUP BY 1
      ) AS booked USING (key)
      WHERE paid.amount IS DISTINCT FROM booked.amount`,
  },
  {
    check:
      'cash of carriers is set off by payouts and handed in as it was declared, each once, and nothing else is',
    text: `SELECT format('%s: %s of %s, booked %s', coalesce(said.key, booked.key), said.amount, said.carrier, booked.amount)
        AS fault
      FROM (
        SELECT 'payout:' || payout_id || ':set-off' AS key, operator_id AS carrier, set_off_minor AS amount,
          'operator:' || operator_id AS against
        FROM ticketing.payouts WHERE state = 'PAID' AND set_off_minor > 0
        UNION ALL SELECT 'cash-hand-in:' || hand_in_id, operator_id, amount_minor, 'bank' FROM ticketing.cash_hand_ins
        UNION ALL SELECT 'cash-hand-in:' || hand_in_id || ':taken-back', operator_id, -amount_minor, 'bank'
        FROM ticketing.cash_hand_ins WHERE taken_back_at IS NOT NULL
      ) AS said
      FULL JOIN (
        SELECT head.idempotency_key AS key, min(entry.account) FILTER (WHERE entry.account LIKE 'cash:%') AS account,
          min(entry.account) FILTER (WHERE entry.account NOT LIKE 'cash:%') AS against,
          -sum(entry.amount_minor) FILTER (WHERE entry.account LIKE 'cash:%') AS amount
        FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.kind IN ('CASH_SET_OFF', 'CASH_HAND_IN') GROUP BY 1
      ) AS booked USING (key)
      WHERE said.amount IS DISTINCT FROM booked.amount OR 'cash:' || said.carrier IS DISTINCT FROM booked.account
        OR said.against IS DISTINCT FROM booked.against`,
  },
  {
    check: 'cash that riders put in is booked for what its seller owes, and taken back once where it was',
    text: `SELECT format('%s: %s for account %s, booked %s', coalesce(said.key, booked.key), said.amount, said.rider, booked.amount)
        AS fault
      FROM (
        SELECT 'cash-top-up:' || top_up_id AS key, 'rider:' || account_id AS rider, 'cash:' || seller_id AS seller,
          amount_minor AS amount
        FROM ticketing.cash_top_ups
        UNION ALL SELECT 'cash-top-up:' || top_up_id || ':taken-back', 'rider:' || account_id, 'cash:' || seller_id, -amount_minor
        FROM ticketing.cash_top_ups WHERE taken_back_at IS NOT NULL
      ) AS said
      FULL JOIN (
        SELECT head.idempotency_key AS key, min(entry.account) FILTER (WHERE entry.account LIKE 'cash:%') AS seller,
          min(entry.account) FILTER (WHERE entry.account LIKE 'rider:%') AS rider,
          sum(entry.amount_minor) FILTER (WHERE entry.account LIKE 'cash:%') AS amount
        FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.idempotency_key LIKE 'cash-top-up:%' GROUP BY 1
      ) AS booked USING (key)
      WHERE (said.amount, said.rider, said.seller) IS DISTINCT FROM (booked.amount, booked.rider, booked.seller)`,
  },
  {
    check:
      'every payment of a funding body is booked once, and taken back once where it was, and nothing else is',
    text: `SELECT format('%s: %s of %s, booked %s', coalesce(paid.key, booked.key), paid.amount, paid.body, booked.amount)
        AS fault
      FROM (
        SELECT 'funding-payment:' || payment_id AS key, funding_body_id AS body, amount_minor AS amount
        FROM ticketing.funding_payments
        UNION ALL SELECT 'funding-payment:' || payment_id || ':taken-back', funding_body_id, -amount_minor
        FROM ticketing.funding_payments WHERE taken_back_at IS NOT NULL
      ) AS paid
      FULL JOIN (
        SELECT head.idempotency_key AS key, min(entry.account) FILTER (WHERE entry.account <> 'bank') AS account,
          sum(entry.amount_minor) FILTER (WHERE entry.account = 'bank') AS amount
        FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE head.kind = 'FUNDING_PAYMENT' GROUP BY 1
      ) AS booked USING (key)
      WHERE paid.amount IS DISTINCT FROM booked.amount OR 'funding:' || paid.body IS DISTINCT FROM booked.account`,
  },
  {
    check: 'what is to be paid for each fine, or to go back, is what is booked, and of no other',
    text: `SELECT format('fine %s is %s: due %s, booked %s', coalesce(fine.id, kept.id), state, due,
        coalesce(booked::text, 'nothing')) AS fault
      FROM (
        SELECT fine_id::text AS id, state, CASE state WHEN 'ISSUED' THEN amount_minor WHEN 'TO_REFUND' THEN -amount_minor ELSE 0 END AS due
        FROM ticketing.fines
      ) AS fine
      FULL JOIN (
        SELECT substr(account, 6) AS id, balance_minor AS booked FROM ticketing.ledger_balances WHERE account LIKE 'fine:%'
      ) AS kept USING (id)
      WHERE due IS DISTINCT FROM booked`,
  },
  {
    // A ride without an exit costs more than its nominal price.
    check: 'a pay window is the sum of its items, and takes no more than its charges cost',
    text: `SELECT format('pay window %s: %s kept, its items come to %s, its charges to %s', pay_window_id, net_minor, items, most)
        AS fault
      FROM (
        SELECT pay.pay_window_id, pay.net_minor, coalesce(sum(item.delta_minor), 0) AS items, (
          SELECT coalesce(sum(most_minor), 0) FROM (
            SELECT max(greatest(charge.nominal_minor, charge.amount_minor)) AS most_minor FROM ticketing.pay_window_items AS each
            JOIN ticketing.charges AS charge USING (charge_id)
            WHERE each.pay_window_id = pay.pay_window_id GROUP BY each.ride_ref
          ) AS rides
        ) AS most
        FROM ticketing.pay_windows AS pay LEFT JOIN ticketing.pay_window_items AS item USING (pay_window_id)
        GROUP BY pay.pay_window_id
      ) AS summed WHERE net_minor <> items OR net_minor > most`,
  },
  {
    // What was given back to a card, and taken back by its bank as well, is below nought: it is owed twice.
    check: 'what was settled of a window is its debits less its credits and what banks took back',
    text: `SELECT format('pay window %s: %s kept, its settlements come to %s', pay_window_id, settled_minor, net) AS fault
      FROM (
        SELECT pay.pay_window_id, pay.settled_minor, bool_or(made.kind = 'CHARGEBACK') IS TRUE AS is_charged_back, coalesce(sum(
          CASE WHEN made.kind IN ('DEBIT', 'CHARGEBACK_RETURNED') AND made.status = 'SETTLED' THEN made.amount_minor
            WHEN made.kind IN ('CREDIT', 'CHARGEBACK') AND made.status <> 'FAILED' THEN -made.amount_minor ELSE 0 END
        ), 0) AS net
        FROM ticketing.pay_windows AS pay LEFT JOIN ticketing.settlements AS made USING (pay_window_id)
        GROUP BY pay.pay_window_id
      ) AS summed WHERE settled_minor <> net OR (net < 0 AND NOT is_charged_back)`,
  },
  {
    check: 'every settlement that is settled is booked once, and nothing else is',
    text: `SELECT format('settlement %s: %s, booked %s times', settlement_id, status, booked) AS fault FROM (
        SELECT made.settlement_id, made.status, count(head.transaction_id) AS booked
        FROM ticketing.settlements AS made LEFT JOIN ticketing.ledger_transactions AS head USING (settlement_id)
        GROUP BY made.settlement_id
      ) AS counted WHERE booked <> (status = 'SETTLED')::integer`,
  },
  {
    check: 'the ledger and the gateway’s journal agree to the kopiyka',
    text: `WITH booked AS (
        SELECT head.idempotency_key AS key, sum(entry.amount_minor) AS amount
        FROM ticketing.ledger_transactions AS head JOIN ticketing.ledger_entries AS entry USING (transaction_id)
        WHERE entry.account = 'gateway'
          AND head.kind IN ('SETTLEMENT_DEBIT', 'SETTLEMENT_CREDIT', 'TOP_UP', 'CHARGEBACK', 'CHARGEBACK_RETURNED')
        GROUP BY 1
      ), done AS (
        SELECT idempotency_key AS key,
          CASE kind WHEN 'CAPTURE' THEN amount_minor ELSE -amount_minor END AS amount
        FROM simulated_gateway.operations WHERE status = 'APPROVED' AND kind IN ('CAPTURE', 'CREDIT')
        UNION ALL
        SELECT 'chargeback:' || idempotency_key || ':' || dispute_ref || CASE WHEN is_returned THEN ':returned' ELSE '' END,
          CASE WHEN is_returned THEN amount_minor ELSE -amount_minor END
        FROM simulated_gateway.disputes WHERE told_at IS NOT NULL
      )
      SELECT format('%s: %s booked, %s done by the gateway', coalesce(booked.key, done.key), coalesce(booked.amount, 0),
        coalesce(done.amount, 0)) AS fault
      FROM booked FULL JOIN done USING (key)
      WHERE coalesce(booked.amount, 0) <> coalesce(done.amount, 0)
        -- A person booked it by the bank's letter; the gateway may tell it too.
        AND NOT (done.key IS NULL AND EXISTS (
          SELECT FROM ticketing.chargebacks_by_hand
          WHERE booked.key = 'chargeback:' || payment_key || ':' || dispute_ref || CASE WHEN is_returned THEN ':returned' ELSE '' END
        ))
        -- Done by the gateway, and its answer is still on the way: the outbox asks again.
        AND NOT (booked.key IS NULL AND EXISTS (
          SELECT FROM ticketing.outbox WHERE topic = 'SETTLE' AND done_at IS NULL AND 'settle:' || ref_id = done.key
        ))
        AND NOT (booked.key IS NULL AND EXISTS (
          SELECT FROM ticketing.top_ups WHERE state = 'PENDING' AND 'top-up:' || top_up_id = done.key
        ))`,
  },
];
