/**
 * The configuration of the e-ticket. Whoever says nothing of a time zone means that of his tariffs: of the last that
 * begins, since a city does not move.
 */
import { TariffFolderError } from '@rukh/adapters/tariff-files';
import { readTariffs } from '@rukh/domain/fares';
import { type Environment, loadConfig } from '@rukh/service';
import { type TicketingConfig, ticketingConfig } from './config.js';
import { readTariffFolders } from './pricing/read-tariff-folders.js';

export async function readTicketingConfig(env: Environment = process.env): Promise<TicketingConfig> {
  const config = loadConfig(ticketingConfig, env);
  const zone = config.RUKH_TICKETING_TIME_ZONE ?? (await findTariffZone(config)) ?? 'UTC';
  return { ...config, RUKH_TICKETING_TIME_ZONE: zone };
}

async function findTariffZone(config: Parameters<typeof readTariffFolders>[0]): Promise<string | undefined> {
  try {
    const { history } = readTariffs(await readTariffFolders(config));
    return history.versions.at(-1)?.clock.timeZone;
  } catch (error) {
    // Said when they are to be put in force.
    if (error instanceof TariffFolderError) return undefined;
    throw error;
  }
}
