import { createHash } from 'node:crypto';
import { composeTransaction, postCharge, postTopUp } from '@rukh/domain/ledger';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '../../scratch-postgres/index.js';
import { createPool } from '../index.js';
import { inTransaction, postTransactions, sealDays, verifyLedger } from './index.js';

const sha256 = (previous: Uint8Array, text: string): Uint8Array =>
  createHash('sha256').update(previous).update(text).digest();

let server: ScratchPostgres;
let pool: ReturnType<typeof createPool>;

beforeAll(async () => {
  server = await startMigratedPostgres();
  pool = createPool({ databaseUrl: withPatience(server.url()), applicationName: 'spec' });
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

const topUp = (key: string, amountMinor: number): ReturnType<typeof postTopUp> =>
  postTopUp({ key, currency: 'UAH', amountMinor }, 'rider:1', 'cash:desk');

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** As it was booked on a day that is over; only a test may. */
async function bookOn(date: string, key: string, amountMinor: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO ticketing.ledger_transactions (idempotency_key, kind, currency, ledger_date)
       VALUES ($1, 'TOP_UP', 'UAH', $2) RETURNING transaction_id AS id`,
      [key, date],
    );
    await client.query(
      `INSERT INTO ticketing.ledger_entries (transaction_id, line, account, amount_minor)
       VALUES ($1, 1, 'cash:desk', $2), ($1, 2, 'rider:1', -$2::bigint)`,
      [rows[0]!.id, amountMinor],
    );
  });
}

const faultsOf = async (): Promise<string[]> =>
  (await verifyLedger(pool, sha256)).findings.flatMap(({ faults }) => faults);

describe('the ledger in PostgreSQL', () => {
  it('books an event once, whatever number of times and in whatever number of processes', async () => {
    const postings = [topUp('top-up:1', 5000)];
    await Promise.all(
      Array.from({ length: 8 }, () => inTransaction(pool, (client) => postTransactions(client, postings))),
    );
    const { rows } = await pool.query(
      "SELECT balance_minor FROM ticketing.ledger_balances WHERE account = 'rider:1'",
    );
    expect(rows).toEqual([{ balance_minor: '-5000' }]);
  });

  it('2.2: refuses entries that do not sum to zero', async () => {
    const bad = { ...topUp('bad', 1), entries: [{ account: 'rider:1', amountMinor: 1 }] };
    await expect(inTransaction(pool, (client) => postTransactions(client, [bad]))).rejects.toThrow(
      'does not sum to zero',
    );
  });

  it('2.2: refuses every change of what is booked', async () => {
    for (const statement of [
      'UPDATE ticketing.ledger_entries SET amount_minor = amount_minor * 2',
      'DELETE FROM ticketing.ledger_entries',
      'TRUNCATE ticketing.ledger_transactions CASCADE',
      "UPDATE ticketing.ledger_transactions SET kind = 'SALE'",
      'DELETE FROM ticketing.charges',
    ]) {
      await expect(pool.query(statement)).rejects.toThrow('only ever added to');
    }
  });

  it('refuses entries that are added to a transaction later, though they sum to zero', async () => {
    await expect(
      pool.query(
        `INSERT INTO ticketing.ledger_entries (transaction_id, line, account, amount_minor)
         SELECT max(transaction_id), line, account, amount FROM ticketing.ledger_transactions,
           (VALUES (8, 'cash', 5), (9, 'revenue', -5)) AS added (line, account, amount) GROUP BY line, account, amount`,
      ),
    ).rejects.toThrow('is added to');
  });

  it('2.2: has balances that a replay of all entries gives again', async () => {
    await inTransaction(pool, (client) =>
      postTransactions(client, [
        postCharge('charge:d/1:1', undefined, {
          ...{
            payer: 'rider:1',
            currency: 'UAH',
            amountMinor: 1700,
            billedMinor: 1700,
            disposition: 'CHARGED',
          },
        }),
        composeTransaction({ key: 'x', kind: 'PAYOUT', currency: 'UAH' }, [
          { account: 'operator:lad', amountMinor: 10 },
          { account: 'gateway', amountMinor: -10 },
        ]),
      ]),
    );
    expect(await faultsOf()).toEqual([]);
    await pool.query(
      "UPDATE ticketing.ledger_balance_parts SET balance_minor = 0 WHERE account = 'operator:lad'",
    );
    expect(await faultsOf()).toEqual(['operator:lad is kept as 0, replayed it is 10']);
    await pool.query(
      "UPDATE ticketing.ledger_balance_parts SET balance_minor = 10 WHERE account = 'operator:lad'",
    );
  });

  it('seals days in a chain, takes nothing into a sealed day, and finds what was changed in one', async () => {
    await bookOn(daysAgo(5), 'old:1', 100);
    await bookOn(daysAgo(3), 'old:2', 200);
    const days = await sealDays(pool, sha256);
    expect(days.slice(0, 4).map(({ date, transactions }) => [date, transactions])).toEqual([
      [daysAgo(5), 1],
      [daysAgo(4), 0],
      [daysAgo(3), 1],
      [daysAgo(2), 0],
    ]);
    expect(days[1]!.previousHash).toEqual(days[0]!.hash);
    await expect(bookOn(daysAgo(4), 'old:3', 1)).rejects.toThrow('the day is sealed');
    expect(await sealDays(pool, sha256)).toEqual([]);
    expect(await faultsOf()).toEqual([]);
    await pool.query('ALTER TABLE ticketing.ledger_transactions DISABLE TRIGGER only_added');
    await pool.query(
      "UPDATE ticketing.ledger_transactions SET idempotency_key = 'old:9' WHERE idempotency_key = 'old:2'",
    );
    expect(await faultsOf()).toEqual([`${daysAgo(3)} has another content than when it was sealed`]);
    await pool.query('ALTER TABLE ticketing.ledger_transactions ENABLE TRIGGER only_added');
  });
});
