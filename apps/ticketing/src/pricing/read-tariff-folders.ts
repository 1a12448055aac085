import { BUNDLED_TARIFFS, listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import type { TariffFolder } from '@rukh/domain/fares';
import type { TicketingConfig } from '../config.js';

/**
 * The folders of tariffs as they are on the disk: those of `RUKH_TARIFFS`. A city that names none has none, but for the
 * one whose tariffs come with Rukh, and the demonstration: riders of any other would be charged Lviv's prices.
 */
export async function readTariffFolders(
  config: Pick<TicketingConfig, 'RUKH_TARIFFS' | 'RUKH_AGENCY' | 'RUKH_DEMO'>,
): Promise<TariffFolder[]> {
  const isBundled = config.RUKH_AGENCY === 'lviv' || config.RUKH_DEMO;
  const path = config.RUKH_TARIFFS ?? (isBundled ? BUNDLED_TARIFFS : undefined);
  return path === undefined ? [] : Promise.all((await listTariffFolders(path)).map(readTariffFolder));
}
