import type { ListedDevice } from '@rukh/adapters/postgres';
import type { ValidatorsSummary } from '@rukh/domain/dispatch';

/** A heartbeat comes each minute; two that are lost are no trouble yet. */
const QUIET_SECONDS = 180;

type Device = Pick<ListedDevice, 'vehicleId' | 'heardAt' | 'queueLength' | 'softwareVersion'>;

/** By vehicle, how its validators do. @param now epoch seconds */
export function summarizeValidators(
  devices: readonly Device[],
  now: number,
): ReadonlyMap<string, ValidatorsSummary> {
  const summaries = new Map<string, ValidatorsSummary>();
  for (const { vehicleId, heardAt, queueLength, softwareVersion } of devices) {
    if (vehicleId === null) continue;
    const { count, quiet, unsentTaps, softwareVersions } = summaries.get(vehicleId) ?? NONE;
    const isQuiet = heardAt === null || heardAt.getTime() / 1000 < now - QUIET_SECONDS;
    const versions = new Set(softwareVersions);
    if (softwareVersion !== null) versions.add(softwareVersion);
    summaries.set(vehicleId, {
      count: count + 1,
      quiet: quiet + Number(isQuiet),
      unsentTaps: unsentTaps + (queueLength ?? 0),
      softwareVersions: [...versions].sort(),
    });
  }
  return summaries;
}

const NONE: ValidatorsSummary = { count: 0, quiet: 0, unsentTaps: 0, softwareVersions: [] };
