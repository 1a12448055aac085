/**
 * A feed that loses most of its entities from one second to the next has not emptied: something before it
 * broke (a tracker that lost its memory, a timetable that knows nobody's trips). For a while the entities that
 * are missing are kept, as far as their own age allows; then what is left is believed.
 */
import type { FeedEntity } from './feed-message.js';
import type { FeedOptions } from './feed-options.js';

/** A collapse under way. */
export interface Collapse {
  readonly entitiesBefore: number;
  /** Header timestamp of the snapshot that first lacked them. */
  readonly sinceSeconds: number;
}

export interface Guarded<T> {
  readonly entities: ReadonlyMap<string, T>;
  readonly collapse?: Collapse;
}

interface Held {
  readonly entity: FeedEntity;
}

/** `isTrue` says of an entity of the snapshot before whether it does not contradict the new one. */
export function guardCollapse<T extends Held>(
  options: FeedOptions,
  before: ReadonlyMap<string, T>,
  next: ReadonlyMap<string, T>,
  collapse: Collapse | undefined,
  header: number,
  isTrue: (held: T, key: string) => boolean,
): Guarded<T> {
  const entitiesBefore = collapse?.entitiesBefore ?? before.size;
  const sinceSeconds = collapse?.sinceSeconds ?? header;
  const isSmall = entitiesBefore < options.collapseMinEntities;
  if (isSmall || next.size >= options.collapseShare * entitiesBefore) return { entities: next };
  if (header - sinceSeconds >= options.collapseHoldSeconds) return { entities: next };
  const entities = new Map(next);
  for (const [key, held] of before) {
    const age = header - (timestampOf(held.entity) ?? 0);
    if (!next.has(key) && age <= options.positionMaxAgeSeconds && isTrue(held, key)) entities.set(key, held);
  }
  return { entities, collapse: { entitiesBefore, sinceSeconds } };
}

function timestampOf({ vehicle, tripUpdate }: FeedEntity): number | undefined {
  return vehicle?.timestamp ?? tripUpdate?.timestamp;
}
