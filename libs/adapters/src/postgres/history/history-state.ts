/** What of the history's shape the database already has: a few words in the table rukh_history_state. */
import type { MigrationSession } from '../migration-session.js';

export async function readHistoryState(session: MigrationSession): Promise<Map<string, string>> {
  const { rows } = await session.query('SELECT key, value FROM rukh_history_state');
  return new Map(rows.map((row) => [String(row.key), String(row.value)]));
}

export async function writeHistoryState(
  session: MigrationSession,
  key: string,
  value: string,
): Promise<void> {
  await session.query(
    `INSERT INTO rukh_history_state (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [key, value],
  );
}
