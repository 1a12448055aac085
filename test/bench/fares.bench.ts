/**
 * What pricing costs: the CPU time a tap of `priceTaps` by Lviv's tariffs, riders of a month each, and of the same with
 * caps, windows and tickets of every kind. After a build:
 *
 *     node test/bench/fares.bench.ts [--small]
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { type FareTap, type Rider, type TariffHistory, priceTaps, readTariffs } from '@rukh/domain/fares';
import { Figures } from './figures.ts';

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const figures = new Figures('fares');
const TAPS = values.small ? 20_000 : 1_000_000;
const FOLDERS = ['data/tariffs', 'test/tariffs/opal', 'test/tariffs/tfl-2023', 'test/tariffs/omny'];
const START = Date.parse('2026-03-01T05:00:00Z');
const NOBODY: Rider = { entitlements: [], products: [] };
const PENSIONER: Rider = {
  entitlements: [{ id: 'e', riderCategoryId: 'pensioner_60', fundingBodyId: 'city', fromMs: 0 }],
  products: [],
};

/** Taps of one rider over so many days, three a day: in the morning, a transfer, in the evening. */
function tapsOf(rider: number, days: number): FareTap[] {
  return Array.from({ length: days * 3 }, (_, i) => {
    const minutes = [rider % 60, (rider % 60) + 25, 600 + (rider % 90)][i % 3]!;
    return {
      ...{
        ref: `d${rider}/${i}`,
        deviceId: `d${rider}`,
        seq: i + 1,
        kind: 'UNKNOWN',
        mediaType: 'CLOSED_CARD',
      },
      atMs: START + Math.floor(i / 3) * 86_400_000 + minutes * 60_000,
      ...{
        extras: [],
        vehicleId: `v${i}`,
        routeId: String(i % 3),
        networkId: ['bus', 'train', 'subway'][i % 3]!,
      },
    };
  });
}

for (const folder of FOLDERS) {
  const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  const { history } = readTariffs(await Promise.all((await listTariffFolders(root)).map(readTariffFolder)));
  measure(folder, history, 30);
  if (folder === 'data/tariffs') measure(`${folder}, one day`, history, 1);
}

function measure(name: string, history: TariffHistory, days: number): void {
  const riders = Math.ceil(TAPS / (days * 3));
  const all = Array.from({ length: riders }, (_, i) => tapsOf(i, days));
  for (const taps of all.slice(0, 500)) priceTaps(history, NOBODY, taps);
  const before = process.cpuUsage();
  let charges = 0;
  for (const [i, taps] of all.entries()) {
    charges += priceTaps(history, i % 3 === 0 ? PENSIONER : NOBODY, taps).length;
  }
  const { user, system } = process.cpuUsage(before);
  if (charges === 0) throw new Error(`${name}: nothing was priced`);
  figures.add(name, 'CPU time a tap', (user + system) / (riders * days * 3), 'µs', 2);
}
