import { instanceId } from './describe-trip.js';
import { buildVehiclePosition, refusePosition } from './build-vehicle-position.js';
import type { Claims } from './claim-trips.js';
import { placeOnLine, placeOnTrip } from './place-on-trip.js';
import type { PublicationContext } from './publication-context.js';
import type { FeedState, PublishedVehicle, TrackedVehicle } from './feed-state.js';
import type { Withheld } from './withheld.js';

export interface PublishedVehicles {
  readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
  readonly withheld: readonly Withheld[];
  /** Vehicles whose position is in the feed for the first time. */
  readonly moved: readonly TrackedVehicle[];
}

/** The positions of the next snapshot. One whose vehicle said nothing new is given back itself. */
export function publishVehicles(
  context: PublicationContext,
  state: FeedState,
  claims: Claims,
  header: number,
): PublishedVehicles {
  const vehicles = new Map<string, PublishedVehicle>();
  const withheld: Withheld[] = [];
  const moved: TrackedVehicle[] = [];
  for (const [vehicleId, source] of state.vehicles) {
    const { position } = source.update;
    const reason = refusePosition(context, position, header);
    if (reason) {
      withheld.push({ reason, id: vehicleId });
      continue;
    }
    const assignment = claims.tripOfVehicle.get(vehicleId);
    const trip = assignment && instanceId(context, assignment.instance);
    const before = state.publishedVehicles.get(vehicleId);
    if (before?.source === source && before.instanceId === trip) {
      vehicles.set(vehicleId, before);
      continue;
    }
    const entity = buildVehiclePosition(
      context,
      position,
      assignment ? placeOnTrip(context, assignment) : placeOnLine(context, source.update),
      header,
      state.occupancies.get(vehicleId),
    );
    vehicles.set(vehicleId, { entity, source, ...(trip === undefined ? {} : { instanceId: trip }) });
    if (before?.source?.update.position !== position) moved.push(source);
  }
  return { vehicles, withheld, moved };
}
