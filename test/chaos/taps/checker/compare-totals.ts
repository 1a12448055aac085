/**
 * Whether every rider pays what he pays in a run of the same day without faults. Media with a tap of a start that died
 * unheard are counted apart: its day goes by faster than time, so that an earlier start was heard of after it, which no
 * real device can be, and the tap is put at a time at which it was not made.
 */
import pg from 'pg';
import type { Client } from 'pg';
import { Check, type Finding } from './findings.ts';

const TOTALS = `SELECT encode(tap.token_ref, 'hex') AS token, sum(charge.amount_minor) AS amount,
  sum(charge.billed_minor) AS billed, sum(charge.funded_minor) AS funded, count(*) AS rides
FROM ticketing.current_charges AS charge JOIN ticketing.taps AS tap
  ON tap.device_id = split_part(charge.ride_ref, '/', 1) AND tap.seq = split_part(charge.ride_ref, '/', 2)::bigint
WHERE charge.disposition <> 'VOID' GROUP BY tap.token_ref`;

interface Total {
  readonly token: string;
  readonly amount: string;
  readonly billed: string;
  readonly funded: string;
  readonly rides: string;
}

/** Media with a tap whose time is not known, or only to be between its neighbours. */
const UNDATED = `SELECT DISTINCT encode(token_ref, 'hex') AS token FROM ticketing.taps AS tap
WHERE clock_quality IN ('BOUNDED', 'IMPOSSIBLE') AND NOT EXISTS (
  SELECT FROM ticketing.tap_corrections AS made
  WHERE made.device_id = tap.device_id AND made.seq = tap.seq AND made.clock_quality = 'CORRECTED'
)`;

/** What the two runs know of a medium's taps, for whoever has to find out why it pays otherwise. */
const TAPS = `SELECT concat_ws(' ', device_id || '/' || tap.seq, 'start', boot_id, kind, reason, outcome,
    to_char(tapped_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS'), clock_quality,
    (SELECT string_agg('then ' || to_char(made.tapped_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') || ' ' || made.clock_quality, ' '
       ORDER BY made.revision)
     FROM ticketing.tap_corrections AS made WHERE made.device_id = tap.device_id AND made.seq = tap.seq)) AS said
  FROM ticketing.taps AS tap WHERE encode(token_ref, 'hex') = $1 ORDER BY tapped_at`;

/** So many of those that pay otherwise are told with their taps. */
const EXPLAINED = 5;

export async function compareTotals(client: Client, cleanUrl: string): Promise<Finding> {
  const { rows } = await client.query<{ token: string }>(UNDATED);
  const undated = new Set(rows.map(({ token }) => token));
  const check = new Check(
    `every medium pays what it pays in the run without faults, to the kopiyka (but ${undated.size} with a tap of a start that died unheard)`,
  );
  const clean = new pg.Client(cleanUrl);
  await clean.connect();
  const [should, is] = [await listTotals(clean), await listTotals(client)];
  const tokens = [...new Set([...should.keys(), ...is.keys()])].filter((token) => !undated.has(token));
  const wrong = tokens.filter((token) => should.get(token) !== is.get(token));
  const taps = new Map<string, string>();
  for (const token of wrong.slice(0, EXPLAINED)) {
    taps.set(
      token,
      `${await listTaps(client, token)}\n       without faults:${await listTaps(clean, token)}`,
    );
  }
  await clean.end();
  const isWrong = new Set(wrong);
  for (const token of tokens) {
    check.expect(
      !isWrong.has(token),
      () => `${token}: ${is.get(token)}, should be ${should.get(token)}${taps.get(token)}`,
    );
  }
  return check.finding();
}

async function listTaps(client: Client, token: string): Promise<string> {
  const { rows } = await client.query<{ said: string }>(TAPS, [token]);
  return rows.map(({ said }) => `\n         ${said}`).join('');
}

async function listTotals(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<Total>(TOTALS);
  return new Map(
    rows.map(({ token, amount, billed, funded, rides }) => [
      token,
      `${amount} for ${rides} rides, ${billed} billed, ${funded} funded`,
    ]),
  );
}
