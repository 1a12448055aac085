/**
 * The last look before publishing: what is about to be published is checked by the rules of the specification,
 * as anybody else would. An entity that breaks one is left out and the rest looked at again. What is built by
 * the other files breaks none; this is for the day when one of them is wrong.
 */
import type { FeedEntity, FeedMessage } from './feed-message.js';
import { type Finding, checkFeed } from './rules/index.js';
import type { PublicationContext } from './publication-context.js';
import type { Withheld } from './withheld.js';

/** Leaving out one entity can show up another, but not without end. */
const MAX_ROUNDS = 3;

export interface Checked {
  /** Ids of entities to leave out. */
  readonly faulty: ReadonlySet<string>;
  readonly withheld: readonly Withheld[];
  /** Errors that no leaving out mends: nothing may be published. */
  readonly errors: readonly Finding[];
}

/** `message` is the feed of everything, `previous` the one before it. */
export function checkPublication(
  context: PublicationContext,
  message: FeedMessage,
  previous: FeedMessage | undefined,
  nowSeconds: number,
): Checked {
  const faulty = new Set<string>();
  const withheld: Withheld[] = [];
  for (let round = 0; ; round++) {
    const entity = faulty.size === 0 ? message.entity : message.entity.filter(({ id }) => !faulty.has(id));
    const errors = errorsOf(context, { ...message, entity }, previous, nowSeconds);
    const places = new Set(errors.flatMap(({ place }) => findFaulty(entity, place) ?? []));
    if (errors.length === 0 || places.size === 0 || round === MAX_ROUNDS) return { faulty, withheld, errors };
    for (const id of places) {
      faulty.add(id);
      withheld.push({ reason: 'breaks_rule', id });
    }
  }
}

function errorsOf(
  { schedule }: PublicationContext,
  message: FeedMessage,
  previous: FeedMessage | undefined,
  nowSeconds: number,
): readonly Finding[] {
  const { findings } = checkFeed({ message, ...(previous ? { previous } : {}), schedule, nowSeconds });
  // A fault of the schedule itself is for its import to refuse: a feed without it would be no better.
  return findings.filter(({ severity, ofSchedule }) => severity === 'error' && !ofSchedule);
}

/** The entity a finding is about: by its id, else by the trip or vehicle it names. */
function findFaulty(entities: readonly FeedEntity[], place: Finding['place']): string | undefined {
  const { entityId, tripId, vehicleId } = place;
  if (entityId !== undefined) return entityId;
  return entities.find(
    ({ tripUpdate, vehicle }) =>
      (tripId !== undefined && tripUpdate?.trip.tripId === tripId) ||
      (vehicleId !== undefined && vehicle?.vehicle?.id === vehicleId),
  )?.id;
}
