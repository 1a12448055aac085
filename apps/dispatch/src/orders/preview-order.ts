/** What an order would change in the feeds: two feeds built at one instant, without it and with it, compared. */
import { createHash } from 'node:crypto';
import { formatFeedText } from '@rukh/adapters/protobuf';
import type { EntityChange, FeedOfEntity, PreviewFinding } from '@rukh/domain/dispatch';
import {
  type FeedEntity,
  type FeedMessage,
  type ServiceOrderAction,
  type WithheldReason,
  checkFeed,
} from '@rukh/domain/realtime';
import type { MirroredFeed } from './feed-mirror.js';

const FEEDS: readonly FeedOfEntity[] = ['trip-updates', 'vehicle-positions', 'alerts', 'trip-modifications'];

export interface ChangedEntity {
  readonly feed: FeedOfEntity;
  readonly id: string;
  readonly before?: FeedEntity;
  readonly after?: FeedEntity;
}

/** Entities that differ, in the order of the feeds. */
export function compareFeeds(before: MirroredFeed, after: MirroredFeed): ChangedEntity[] {
  return FEEDS.flatMap((feed) => {
    const old = new Map((before.lists[feed] ?? []).map((entity) => [entity.id, entity]));
    const now = new Map((after.lists[feed] ?? []).map((entity) => [entity.id, entity]));
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): ChangedEntity[] => {
      const [was, is] = [old.get(id), now.get(id)];
      if (was === is || JSON.stringify(was) === JSON.stringify(is)) return [];
      return [{ feed, id, ...(was ? { before: was } : {}), ...(is ? { after: is } : {}) }];
    });
  });
}

const HEADER: FeedMessage = { header: { gtfsRealtimeVersion: '2.0' }, entity: [] };

/** An entity as the feed's .txt has it. */
export function printEntity(entity: FeedEntity): string {
  return formatFeedText({ ...HEADER, entity: [entity] }).slice(formatFeedText(HEADER).length);
}

export function printChange({ feed, id, before, after }: ChangedEntity): EntityChange {
  return {
    feed,
    id,
    ...(before ? { before: printEntity(before) } : {}),
    ...(after ? { after: printEntity(after) } : {}),
  };
}

/** What rules say of the changed entities, and what of the order is not carried out. */
export function findFaults(
  before: MirroredFeed,
  after: MirroredFeed,
  changed: readonly ChangedEntity[],
  nowSeconds: number,
): PreviewFinding[] {
  const known = new Set(before.publication.withheld.map(({ reason, id }) => `${reason} ${id}`));
  const withheld = after.publication.withheld
    .filter(({ reason, id }) => !known.has(`${reason} ${id}`))
    .filter(({ reason }) => isFault(reason))
    .map(({ reason, id }) => ({ severity: 'error' as const, entityId: id, text: `${reason} ${id}` }));
  const ids = new Set(changed.filter((one) => one.after).map(({ id }) => id));
  const { schedule } = after.context;
  const message: FeedMessage = {
    header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: Math.floor(nowSeconds) },
    entity: [...(after.lists.all ?? []), ...(after.lists['trip-modifications'] ?? [])],
  };
  const { findings } = checkFeed({ message, schedule, nowSeconds });
  const ofRules = findings
    .filter(({ place, ruleId }) => ids.has(place.entityId ?? '') && ruleId !== 'S025' && ruleId !== 'W002')
    .map(({ ruleId, severity, place, text }) => ({ ruleId, severity, entityId: place.entityId ?? '', text }));
  const blocking = after.publication.errors.map(({ ruleId, text }) => ({
    ruleId,
    severity: 'error' as const,
    text,
  }));
  return [...withheld, ...blocking, ...ofRules].slice(0, 50);
}

function isFault(reason: WithheldReason): boolean {
  return reason === 'breaks_rule' || reason === 'alert_with_gap' || reason.startsWith('order_');
}

/** Bulk orders move on with the clock: of these counts what they are on, of others what they do to each entity. */
const MOVING: readonly ServiceOrderAction['kind'][] = [
  'close_stop',
  'suppress_predictions',
  'detour',
  'city_mode',
];

/** Two previews of one order have the same mark where they would do the same. */
export function markOf(
  action: ServiceOrderAction,
  alert: unknown,
  feedVersion: string,
  others: readonly string[],
  changed: readonly ChangedEntity[],
): string {
  const signatures = MOVING.includes(action.kind) ? [] : changed.map((one) => signChange(one));
  const material = JSON.stringify([action, alert, feedVersion, others, signatures]);
  return createHash('sha256').update(material).digest('hex').slice(0, 32);
}

/** Without times, which move each second: who runs it, how it runs, and the stops that are not served as planned. */
function signChange({ id, before, after }: ChangedEntity): unknown {
  return [id, signEntity(before), signEntity(after)];
}

function signEntity(entity: FeedEntity | undefined): unknown {
  if (!entity) return null;
  const { tripUpdate, vehicle } = entity;
  if (vehicle) return [vehicle.trip?.tripId ?? null, vehicle.trip?.scheduleRelationship ?? null];
  if (!tripUpdate) return 'there';
  const special = (tripUpdate.stopTimeUpdate ?? []).flatMap(({ stopSequence, scheduleRelationship }) =>
    scheduleRelationship === 1 || scheduleRelationship === 2 ? [[stopSequence, scheduleRelationship]] : [],
  );
  return [tripUpdate.trip.scheduleRelationship ?? 0, tripUpdate.vehicle?.id ?? null, special];
}
