/** Files of taps: what of them is the rider's to pay. */
import { readTariffs } from '@rukh/domain/fares';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { priceFile } from './price-file.js';
import { parseTapFile } from './tap-file.js';

const BUNDLED = new URL('../../../../data/tariffs', import.meta.url).pathname;

it('rides on a medium that was reported lost are in no total, and cost what they cost', async () => {
  const folders = await Promise.all((await listTariffFolders(BUNDLED)).map(readTariffFolder));
  const file = {
    balance: 10_000,
    losses: [{ medium: 'card', from: '2025-10-06T09:00', until: '2025-10-06T12:00' }],
    taps: ['08:00', '09:10', '11:00', '15:00'].map((time) => ({
      ...{ at: `2025-10-06T${time}`, medium: 'card', vehicle: time },
    })),
  };
  const { riders, totalMinor } = priceFile(
    parseTapFile(JSON.stringify(file), 'spec'),
    readTariffs(folders).history,
  );
  const [rider] = riders;
  expect(rider!.charges.map(({ disposition, amountMinor }) => [disposition, amountMinor])).toEqual([
    ['CHARGED', 1700],
    ['LOST_MEDIUM', 1700],
    ['LOST_MEDIUM', 1700],
    ['CHARGED', 1700],
  ]);
  expect(rider).toMatchObject({ perTapMinor: [1700, 0, 0, 1700], balanceAfterMinor: 6_600, totalMinor });
  expect(totalMinor).toBe(3_400);
});
