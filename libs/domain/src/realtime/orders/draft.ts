import type { FeedEntity } from '../feed-message.js';
import type { FeedState, PublishedTrip, PublishedVehicle } from '../feed-state.js';
import type { PublicationContext } from '../publication-context.js';
import type { Withheld } from '../withheld.js';

/** What is worked on: maps of its own, filled with what is published without orders. */
export interface Draft {
  readonly context: PublicationContext;
  readonly state: FeedState;
  readonly clock: number;
  readonly vehicles: Map<string, PublishedVehicle>;
  readonly trips: Map<string, PublishedTrip>;
  readonly withheld: Withheld[];
}

/** A trip that is published for an order's sake. */
export function ownTrip(entity: FeedEntity, startSeconds: number, vehicleId = ''): PublishedTrip {
  return { entity, vehicleId, startSeconds, dueSeconds: Infinity, afterSeconds: 0 };
}
