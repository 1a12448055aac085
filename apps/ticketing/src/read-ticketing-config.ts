/**
 * The configuration of the e-ticket. Whoever says nothing of a time zone means that of his tariffs: of the last that
 * begins, since a city does not move. Without tariffs days go on as the ledger has them.
 */
import { createPool, findLedgerZone } from '@rukh/adapters/postgres';
import { TariffFolderError } from '@rukh/adapters/tariff-files';
import { readTariffs } from '@rukh/domain/fares';
import { ConfigurationError, type Environment, loadConfig } from '@rukh/service';
import { type TicketingConfig, ticketingConfig } from './config.js';
import { readTariffFolders } from './pricing/read-tariff-folders.js';

type SaidConfig = Omit<TicketingConfig, 'RUKH_TICKETING_TIME_ZONE'>;

/**
 * Rejects where nobody can tell the zone: days that are booked by a wrong one stay so.
 * @throws ConfigurationError
 */
export async function readTicketingConfig(env: Environment = process.env): Promise<TicketingConfig> {
  const config = loadConfig(ticketingConfig, env);
  const zone = config.RUKH_TICKETING_TIME_ZONE ?? (await findTariffZone(config)) ?? (await findKept(config));
  return { ...config, RUKH_TICKETING_TIME_ZONE: zone ?? 'UTC' };
}

/** Undefined where there are no tariffs, and none are named. */
async function findTariffZone(config: SaidConfig): Promise<string | undefined> {
  const { history, findings } = readTariffs(await readFolders(config));
  const fault = findings.find(({ severity, field }) => severity === 'error' && field === 'timezone');
  const zone = fault ? undefined : history.versions.at(-1)?.clock.timeZone;
  if (zone === undefined && config.RUKH_TARIFFS !== undefined) {
    throw noZone(fault?.message ?? `${config.RUKH_TARIFFS} holds no tariff with one`);
  }
  return zone;
}

async function readFolders(config: SaidConfig): ReturnType<typeof readTariffFolders> {
  try {
    return await readTariffFolders(config);
  } catch (error) {
    if (error instanceof TariffFolderError) throw noZone(error.message);
    throw error;
  }
}

function noZone(why: string): ConfigurationError {
  const message = `no time zone can be read from the tariffs: ${why}. Mend that, or name RUKH_TICKETING_TIME_ZONE`;
  return new ConfigurationError([{ variable: 'RUKH_TARIFFS', message }]);
}

async function findKept({ DATABASE_URL: databaseUrl }: SaidConfig): Promise<string | undefined> {
  const pool = createPool({ databaseUrl, applicationName: 'rukh-ticketing', max: 1 });
  try {
    return await findLedgerZone(pool);
  } finally {
    await pool.end();
  }
}
