/** I6: another content under a number that is taken is refused, and told of; never a second row, never a change. */
import type { Client } from 'pg';
import { Check, type Finding } from './findings.ts';

export async function checkConflicts(
  client: Client,
  forged: readonly { readonly deviceId: string; readonly seq: number }[],
): Promise<Finding[]> {
  const told = new Check('I6 each forged tap was refused and told of');
  const { rows } = await client.query<{ device_id: string; seq: string }>(
    'SELECT DISTINCT device_id, seq FROM ticketing.tap_conflicts',
  );
  const known = new Set(rows.map((row) => `${row.device_id} ${row.seq}`));
  for (const { deviceId, seq } of forged) {
    told.expect(known.has(`${deviceId} ${seq}`), () => `${deviceId} ${seq} was forged, and nobody was told`);
  }
  const honest = new Check('nobody was accused of a conflict who sent the same thing again');
  const made = new Set(forged.map(({ deviceId, seq }) => `${deviceId} ${seq}`));
  honest.checked = known.size;
  for (const key of known) honest.expect(made.has(key), () => `${key} is no forgery`);
  return [told.finding(), honest.finding()];
}
