/** The rules of a tariff that a spec writes, read from a folder as those of a city are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTariffFolder } from '@rukh/adapters/tariff-files';
import { readTariffs } from '@rukh/domain/fares';
import type { PricingRules } from './pricing-rules.js';
import { tariffRules } from './tariff-rules.js';

/** In Kyiv, with one kind of ride at the product `single`, unless the files say otherwise. */
export async function tariffOf(files: Readonly<Record<string, string>>): Promise<PricingRules> {
  const folder = await mkdtemp(join(tmpdir(), 'rukh-tariff-'));
  const all = {
    'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2020-01-01,Europe/Kyiv,UAH',
    'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  const { history, findings } = readTariffs([await readTariffFolder(folder)]);
  await rm(folder, { recursive: true });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return tariffRules(history, 'Europe/Kyiv');
}
