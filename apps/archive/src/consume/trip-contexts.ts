/**
 * The schedule for each batch of updates. Updates made with one version of the GTFS are still in the stream when
 * the next comes into force, so the last version is kept beside the present one.
 */
import type { ScheduleInForce } from '@rukh/adapters/postgres';
import { type DecodedUpdates, decodeUpdates } from '@rukh/adapters/protobuf';
import { type TripContext, createTripContext } from '../tides/trip-context.js';
import { NotYetError } from './not-yet-error.js';

export interface UpdatesInContext extends DecodedUpdates {
  readonly context: TripContext;
}

export class TripContexts {
  #current: TripContext | undefined;
  #previous: TripContext | undefined;

  adopt({ schedule }: ScheduleInForce): void {
    this.#previous = this.#current;
    this.#current = createTripContext(schedule);
  }

  /** Throws a NotYetError while no GTFS is in force, and another error where the bytes are no updates. */
  decode(bytes: Uint8Array): UpdatesInContext {
    const current = this.#current;
    if (!current) throw new NotYetError('no GTFS is in force yet');
    const decoded = decodeUpdates(current.schedule, bytes);
    if (decoded.feedVersion === current.schedule.feedVersion) return { ...decoded, context: current };
    if (decoded.feedVersion === this.#previous?.schedule.feedVersion) {
      return { ...decodeUpdates(this.#previous.schedule, bytes), context: this.#previous };
    }
    return { ...decoded, context: current };
  }
}
