import type { FeedEntity } from '../feed-message.js';
import type { DescriptorContext, Place, StopContext } from './rule.js';

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

export function placeOfEntity({ id, tripUpdate, vehicle }: FeedEntity): Place {
  const tripId = tripUpdate?.trip.tripId ?? vehicle?.trip?.tripId;
  const vehicleId = vehicle?.vehicle?.id ?? tripUpdate?.vehicle?.id;
  return { entityId: id, ...(tripId && { tripId }), ...(vehicleId && { vehicleId }) };
}

export function placeOfTrip({ entity, trip: { tripId } }: DescriptorContext): Place {
  return { ...placeOfEntity(entity), ...(tripId !== undefined && { tripId }) };
}

export function placeOfStop({ trip: { entity }, update: { stopSequence, stopId } }: StopContext): Place {
  return {
    ...placeOfEntity(entity),
    ...(stopSequence !== undefined && { stopSequence }),
    ...(stopId !== undefined && { stopId }),
  };
}
