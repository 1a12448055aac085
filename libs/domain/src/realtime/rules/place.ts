import type { Place } from './rule.js';

/** The place of a finding in words: `Entity e1, trip T1, vehicle 7, stop_sequence 3 (stop S3)`. */
export function describePlace({ entityId, tripId, vehicleId, stopSequence, stopId }: Place): string {
  const parts: string[] = [];
  if (entityId !== undefined) parts.push(`entity ${entityId}`);
  if (tripId !== undefined) parts.push(`trip ${tripId}`);
  if (vehicleId !== undefined) parts.push(`vehicle ${vehicleId}`);
  if (stopSequence !== undefined) {
    parts.push(`stop_sequence ${stopSequence}${stopId === undefined ? '' : ` (stop ${stopId})`}`);
  } else if (stopId !== undefined) parts.push(`stop ${stopId}`);
  const text = parts.length > 0 ? parts.join(', ') : 'header';
  return text.charAt(0).toUpperCase() + text.slice(1);
}
