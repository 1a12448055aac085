import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FINDING_CODES, TARIFF_COLUMNS } from '@rukh/domain/fares';

/** Strangers write tariffs by this page alone: what it leaves out does not exist for them. */
const PAGE = readFileSync(fileURLToPath(new URL('../../../../docs/tariffs.md', import.meta.url)), 'utf8');
const PREFIXED =
  /^(from|to|last|whole)_(?=leg_group|network_ids|route_ids|operator|fare_|rider|except|within|touched|start|end|timeframe)/;

describe('docs/tariffs.md', () => {
  it.each(Object.entries(TARIFF_COLUMNS))('explains %s and each of its columns', (file, columns) => {
    expect(PAGE).toContain(file);
    const named = columns.map((column) => column.replace('*', ''));
    const missing = named.filter((column) => !PAGE.includes(`\`${column}\``) && !PREFIXED.test(column));
    expect(missing).toEqual([]);
  });

  it('lists everything that a check finds', () => {
    const missing = Object.entries(FINDING_CODES).filter(
      ([code, text]) => !PAGE.includes(`| \`${code}\` | ${text} |`),
    );
    expect(missing).toEqual([]);
  });
});
