import type { DeviceTap } from './tap.js';

/** No text of a tap holds these characters (`checkTap`), so that no two taps are written alike. */
const SEPARATOR = '\u001f';
const EXTRA_END = '\u001e';
const KIND_END = '\u001d';

/**
 * A tap as one text, the same whatever form it was sent in, with the name of its token in the token's place: what is
 * hashed to tell a tap that came again from another one under its number.
 * @param tokenRef hexadecimal
 */
export function writeCanonicalTap(tap: DeviceTap, tokenRef: string): string {
  const { place } = tap;
  let extras = '';
  for (const { kind, count } of tap.extras) extras += `${kind}${KIND_END}${count}${EXTRA_END}`;
  return [
    'tap-v1',
    tap.deviceId,
    tap.seq,
    tap.deviceTimeMs,
    tap.clockSource,
    tap.bootId,
    tap.uptimeMs,
    tap.kind,
    tap.mediaType,
    tokenRef,
    tap.reason,
    tap.denyListVersion,
    extras,
    place.vehicleId ?? '',
    place.routeId ?? '',
    place.tripId ?? '',
    place.stopId ?? '',
    place.lat ?? '',
    place.lon ?? '',
  ].join(SEPARATOR);
}
