/**
 * The last look before publishing: what is about to be published is checked by the rules of the specification,
 * as anybody else would. An entity that breaks one is left out and the rest looked at again. What is built by
 * the other files breaks none; this is for the day when one of them is wrong. Rules on one entity are run when
 * the entity is new: three quarters of a second's trip updates are those of the second before.
 */
import type { FeedEntity, FeedMessage } from './feed-message.js';
import { type Finding, RULES, type Rule, checkFeed } from './rules/index.js';
import type { PublicationContext } from './publication-context.js';
import type { Withheld } from './withheld.js';

/** Leaving out one entity can show up another, but not without end. */
const MAX_ROUNDS = 3;

const isOfFeed = ({ feed, instant }: Rule): boolean => feed !== undefined || instant !== undefined;
const errorRules = RULES.filter(({ severity }) => severity === 'error');
const FEED_RULES = new Set(errorRules.filter(isOfFeed).map(({ id }) => id));
/** Rules that look into entities: all but those that look at nothing else than the feed. */
const ENTITY_RULES = new Set(
  errorRules.filter((rule) => !isOfFeed(rule) || rule.entity !== undefined).map(({ id }) => id),
);

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
    const errors = findErrors(context, { ...message, entity }, previous, nowSeconds);
    const places = new Set(errors.flatMap(({ place }) => findFaulty(entity, place) ?? []));
    if (errors.length === 0 || places.size === 0 || round === MAX_ROUNDS) {
      if (errors.length === 0) for (const passed of entity) context.passed.add(passed);
      return { faulty, withheld, errors };
    }
    for (const id of places) {
      faulty.add(id);
      withheld.push({ reason: 'breaks_rule', id });
    }
  }
}

function findErrors(
  { schedule, passed }: PublicationContext,
  message: FeedMessage,
  previous: FeedMessage | undefined,
  nowSeconds: number,
): readonly Finding[] {
  // Alerts of detours, shapes and stops are what others are measured by: these are shown again.
  const fresh = message.entity.filter(
    (entity) => !passed.has(entity) || (!entity.tripUpdate && !entity.vehicle),
  );
  const ofEntities = checkFeed(
    { message: { ...message, entity: fresh }, schedule, nowSeconds },
    { only: ENTITY_RULES, acrossFeeds: false },
  );
  const outlines = message.entity.map(outline);
  const ofFeed = checkFeed(
    { message: { ...message, entity: outlines }, ...(previous ? { previous } : {}), schedule, nowSeconds },
    { only: FEED_RULES },
  );
  return [...ofEntities.findings, ...ofFeed.findings];
}

/** What the rules on the feed as a whole look at: not the stops. */
function outline(entity: FeedEntity): FeedEntity {
  if (!entity.tripUpdate) return entity;
  const { trip, vehicle, timestamp, tripProperties } = entity.tripUpdate;
  return {
    id: entity.id,
    tripUpdate: {
      trip,
      ...(vehicle ? { vehicle } : {}),
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(tripProperties ? { tripProperties } : {}),
    },
  };
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
