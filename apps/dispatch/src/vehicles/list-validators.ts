import type { DeviceStatus, ListedDevice } from '@rukh/adapters/postgres';
import type { ValidatorView, VehicleValidatorsView } from '@rukh/domain/dispatch';

/** Validators that are on a vehicle, and what they said of themselves last. @param now epoch seconds */
export async function listValidators(
  status: Pick<DeviceStatus, 'listOnVehicle' | 'findListVersion'>,
  vehicleId: string,
  now: number,
): Promise<VehicleValidatorsView> {
  const [devices, newest] = await Promise.all([status.listOnVehicle(vehicleId), status.findListVersion()]);
  return {
    at: now,
    ...(newest === undefined ? {} : { newestListVersion: newest }),
    validators: devices.map(toView),
  };
}

function toView({ deviceId, kind, state, ...said }: ListedDevice): ValidatorView {
  const known = {
    heardAt: secondsOf(said.heardAt),
    clockOffsetSeconds: said.clockOffsetMs === null ? undefined : said.clockOffsetMs / 1000,
    queueLength: said.queueLength ?? undefined,
    listVersion: said.denyListVersion ?? undefined,
    lastTapAt: secondsOf(said.lastTapAt),
    softwareVersion: said.softwareVersion ?? undefined,
  };
  const there = Object.entries(known).filter(([, value]) => value !== undefined);
  return { deviceId, kind, state, ...(Object.fromEntries(there) as Partial<ValidatorView>) };
}

function secondsOf(at: Date | null): number | undefined {
  return at === null ? undefined : at.getTime() / 1000;
}
