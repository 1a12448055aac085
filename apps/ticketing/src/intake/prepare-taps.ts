/** From what a device sent to rows: each tap checked, its token made a name, its moment found, its outcome judged. */
import { hash } from 'node:crypto';
import type { TapRow } from '@rukh/adapters/postgres';
import {
  type DatingContext,
  type Device,
  type DeviceTap,
  type LateLimits,
  type RawTap,
  type TapDate,
  checkTap,
  dateTaps,
  findAssignment,
  findSeq,
  judgeTap,
  writeCanonicalTap,
} from '@rukh/domain/taps';

/** What is known when taps are prepared. */
export interface Preparation {
  readonly device: Device;
  readonly dating: DatingContext;
  readonly late: LateLimits;
  readonly nameToken: (token: string) => Buffer;
  /** Told of each medium's token, which is in no row. */
  readonly onToken: (token: string, tokenRef: Buffer) => void;
}

/** One item of a batch: a row to be written, or what is wrong with it. */
export type PreparedTap =
  | { readonly row: TapRow; readonly fault?: never }
  | { readonly fault: string; readonly seq: number | undefined; readonly row?: never };

/** One an item, in the order of the batch. */
export function prepareTaps(raw: readonly RawTap[], preparation: Preparation): PreparedTap[] {
  const { deviceId } = preparation.device;
  const checked = raw.map((item) => checkTap(deviceId, item));
  const taps = checked.flatMap(({ tap }) => tap ?? []).sort((a, b) => a.seq - b.seq);
  const dates = dateTaps(taps, preparation.dating);
  const dateOf = new Map<DeviceTap, TapDate>(taps.map((tap, i) => [tap, dates[i]!]));
  return checked.map(({ tap, fault }, i) =>
    tap ? { row: toRow(tap, dateOf.get(tap)!, preparation) } : { fault, seq: findSeq(raw[i]!) },
  );
}

function toRow(
  tap: DeviceTap,
  date: TapDate,
  { device, dating, late, nameToken, onToken }: Preparation,
): TapRow {
  // What is sold for cash has no token: each such tap is somebody of its own.
  const tokenRef = nameToken(tap.token || `cash ${tap.deviceId} ${tap.seq}`);
  if (tap.token) onToken(tap.token, tokenRef);
  const assignment = findAssignment(device.assignments, date.tappedAtMs);
  const { vehicleId, ...claimed } = tap.place;
  return {
    deviceId: tap.deviceId,
    seq: tap.seq,
    contentHash: hash('sha256', writeCanonicalTap(tap, tokenRef.toString('hex')), 'buffer'),
    tokenRef,
    mediaType: tap.mediaType,
    kind: tap.kind,
    reason: tap.reason,
    denyListVersion: tap.denyListVersion,
    extras: tap.extras.length === 0 ? null : JSON.stringify(tap.extras),
    deviceTimeMs: tap.deviceTimeMs,
    tappedAtMs: date.tappedAtMs,
    clockQuality: date.quality,
    outcome: judgeTap(tap, date, late),
    vehicleId: assignment?.vehicleId ?? vehicleId ?? null,
    operatorId: assignment?.operatorId ?? device.operatorId,
    claimed: writeClaimed(claimed, vehicleId),
    receivedAtMs: dating.receivedAtMs,
    bootId: tap.bootId,
    uptimeMs: tap.uptimeMs,
    clockSource: tap.clockSource,
  };
}

function writeClaimed(
  { routeId, tripId, stopId, lat, lon }: DeviceTap['place'],
  vehicleId: string | undefined,
): string | null {
  const claimed = { vehicle_id: vehicleId, route_id: routeId, trip_id: tripId, stop_id: stopId, lat, lon };
  const json = JSON.stringify(claimed);
  return json === '{}' ? null : json;
}
