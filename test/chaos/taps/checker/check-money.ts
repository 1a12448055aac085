/**
 * Whether the money agrees with the taps and with itself (reliability.md I2 to I4), and, given the database of a run of
 * the same day without faults, whether every rider pays the same to the kopiyka.
 */
import type { Client } from 'pg';
import { compareTotals } from './compare-totals.ts';
import { Check, type Finding } from './findings.ts';

export async function checkMoney(client: Client, cleanUrl: string | undefined): Promise<Finding[]> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT to_regclass('ticketing.ledger_entries') IS NOT NULL AS has`,
  );
  if (rows[0]?.has !== true) return [];
  return [
    await checkChargedOnce(client),
    await checkAllPriced(client),
    await checkZero(client),
    await checkBalances(client),
    await checkBooked(client),
    ...(cleanUrl === undefined ? [] : [await compareTotals(client, cleanUrl)]),
  ];
}

async function checkChargedOnce(client: Client): Promise<Finding> {
  const check = new Check('0 charged twice: each tap is in at most one charge, and every charge is of a tap');
  const { rows } = await client.query<{ ref: string; charges: string; exists: boolean }>(
    `SELECT used.ref, count(*) AS charges, bool_and(tap.seq IS NOT NULL) AS exists
     FROM (SELECT unnest(tap_refs) AS ref FROM ticketing.current_charges WHERE disposition <> 'VOID') AS used
     LEFT JOIN ticketing.taps AS tap
       ON tap.device_id = split_part(used.ref, '/', 1) AND tap.seq = split_part(used.ref, '/', 2)::bigint
     GROUP BY used.ref`,
  );
  for (const { ref, charges, exists } of rows) {
    check.expect(charges === '1', () => `${ref} is in ${charges} charges`);
    check.expect(exists, () => `${ref} is charged, and there is no such tap`);
  }
  return check.finding();
}

async function checkAllPriced(client: Client): Promise<Finding> {
  const check = new Check('every tap that was accepted has its charge, free or not');
  const { rows } = await client.query<{ device_id: string; seq: string; is_priced: boolean }>(
    `WITH used AS (
       SELECT DISTINCT unnest(tap_refs) AS ref FROM ticketing.current_charges WHERE disposition <> 'VOID'
     )
     SELECT tap.device_id, tap.seq, used.ref IS NOT NULL AS is_priced
     FROM ticketing.taps AS tap LEFT JOIN used ON used.ref = tap.device_id || '/' || tap.seq
     WHERE tap.outcome IN ('ACCEPTED', 'LATE_ACCEPTED')`,
  );
  for (const { device_id: deviceId, seq, is_priced: isPriced } of rows) {
    check.expect(isPriced, () => `${deviceId} ${seq} was accepted and has no charge`);
  }
  return check.finding();
}

async function checkZero(client: Client): Promise<Finding> {
  const check = new Check('I2 every ledger transaction sums to zero');
  const { rows } = await client.query<{ transaction_id: string; sum: string }>(
    'SELECT transaction_id, sum(amount_minor) AS sum FROM ticketing.ledger_entries GROUP BY transaction_id',
  );
  for (const { transaction_id: id, sum } of rows) check.expect(sum === '0', () => `${id} sums to ${sum}`);
  return check.finding();
}

async function checkBalances(client: Client): Promise<Finding> {
  const check = new Check('I3 every balance is the sum of its entries');
  const { rows } = await client.query<{ account: string; kept: string | null; replayed: string | null }>(
    `SELECT account, kept.balance_minor AS kept, replayed.sum AS replayed
     FROM ticketing.ledger_balances AS kept FULL JOIN (
       SELECT account, sum(amount_minor) AS sum FROM ticketing.ledger_entries GROUP BY account
     ) AS replayed USING (account)`,
  );
  for (const { account, kept, replayed } of rows) {
    check.expect(kept === replayed, () => `${account}: ${kept}, its entries sum to ${replayed}`);
  }
  return check.finding();
}

async function checkBooked(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ ride_ref: string; is_lost: boolean; billed: string; booked: string }>(
    `WITH booked AS (
       SELECT charge.ride_ref,
         coalesce(sum(entry.amount_minor) FILTER (WHERE entry.account ~ '^(rider|cash|funding)'), 0) AS sum,
         coalesce(sum(entry.amount_minor) FILTER (WHERE entry.account = 'risk'), 0) AS risk
       FROM ticketing.charges AS charge
       JOIN ticketing.ledger_transactions AS head USING (charge_id)
       JOIN ticketing.ledger_entries AS entry USING (transaction_id)
       WHERE head.refund_id IS NULL AND head.settlement_id IS NULL
       GROUP BY charge.ride_ref
     )
     SELECT charge.ride_ref, charge.disposition = 'LOST_MEDIUM' AS is_lost, concat_ws(' and ', charge.billed_minor + charge.funded_minor,
         CASE WHEN charge.disposition = 'LOST_MEDIUM' THEN charge.amount_minor ELSE 0 END) AS billed,
       concat_ws(' and ', coalesce(booked.sum, 0), coalesce(booked.risk, 0)) AS booked
     FROM ticketing.current_charges AS charge LEFT JOIN booked USING (ride_ref)`,
  );
  const lost = rows.filter((row) => row.is_lost).length;
  const check = new Check(
    `I4 what a charge asks for was booked, no more and no less, and as a loss what was ridden on lost cards (${lost} rides)`,
  );
  for (const { ride_ref: ref, billed, booked } of rows) {
    check.expect(billed === booked, () => `${ref}: asks for, and lost, ${billed}; booked ${booked}`);
  }
  return check.finding();
}
