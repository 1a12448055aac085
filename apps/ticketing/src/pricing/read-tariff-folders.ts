import { BUNDLED_TARIFFS, listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import type { TariffFolder } from '@rukh/domain/fares';
import type { TicketingConfig } from '../config.js';

type Named = Pick<TicketingConfig, 'RUKH_TARIFFS' | 'RUKH_AGENCY' | 'RUKH_DEMO'>;

/**
 * The folders of tariffs as they are on the disk: those of `RUKH_TARIFFS`. A city that names none has none, but for the
 * one whose tariffs come with Rukh, and the demonstration: riders of any other would be charged Lviv's prices.
 */
export async function readTariffFolders(config: Named): Promise<TariffFolder[]> {
  const path = config.RUKH_TARIFFS ?? (hasBundledTariffs(config) ? BUNDLED_TARIFFS : undefined);
  return path === undefined ? [] : Promise.all((await listTariffFolders(path)).map(readTariffFolder));
}

/** Whether prices are those of Lviv that come with Rukh. */
export function hasBundledTariffs({
  RUKH_TARIFFS: path,
  RUKH_AGENCY: agency,
  RUKH_DEMO: isDemo,
}: Named): boolean {
  return path === undefined && (agency === 'lviv' || isDemo);
}
