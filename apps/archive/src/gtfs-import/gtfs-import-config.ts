import { adminVariables, networkVariables } from '@rukh/service';
import { z } from 'zod';

/** Configuration of the import of GTFS by HTTP; part of the archive's. */
export const gtfsImportConfig = z.object({
  DATABASE_URL: networkVariables.DATABASE_URL,
  ...adminVariables,
  RUKH_GTFS_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((hosts) => hosts.split(',').flatMap((host) => host.trim() || []))
    .describe(
      'Comma-separated hosts in private networks from which a GTFS may be fetched, also by `rukh import` and `rukh up`',
    ),
});
export type GtfsImportConfig = z.output<typeof gtfsImportConfig>;
