import { fileURLToPath } from 'node:url';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import type { TariffFolder } from '@rukh/domain/fares';

/** The tariffs that come with Rukh. */
const BUNDLED = fileURLToPath(new URL('../../../../data/tariffs', import.meta.url));

/** The folders of tariffs as they are on the disk. @param path `RUKH_TARIFFS`; those that come with Rukh without it */
export async function readTariffFolders(path: string | undefined): Promise<TariffFolder[]> {
  return Promise.all((await listTariffFolders(path ?? BUNDLED)).map(readTariffFolder));
}
