import type { FeedEntity } from '../feed-message.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on what an entity holds and how it is named, from message to message. */
export const entityRules: readonly Rule[] = [
  {
    id: 'S001',
    severity: 'error',
    title: 'Entity with no content, or with more than one',
    meaning:
      'An entity is one trip update, vehicle position, alert, shape, stop or set of trip modifications.',
    entity: (entity) => {
      const count = countContents(entity);
      if (count === 1 || (count === 0 && entity.isDeleted)) return undefined;
      return count === 0 ? 'it holds nothing' : `it holds ${count} things; there must be exactly one`;
    },
  },
  {
    id: 'S002',
    severity: 'warning',
    title: 'Entity id used twice',
    meaning: 'An id names one entity of a message.',
    feed: ({ message: { entity } }) => {
      const counts = new Map<string, number>();
      for (const { id } of entity) counts.set(id, (counts.get(id) ?? 0) + 1);
      const faults: PlacedFault[] = [];
      for (const [entityId, count] of counts) {
        if (count > 1) faults.push({ place: { entityId }, fault: `the id is used by ${count} entities` });
      }
      return faults;
    },
  },
];

function countContents(entity: FeedEntity): number {
  let count = 0;
  if (entity.tripUpdate) count++;
  if (entity.vehicle) count++;
  if (entity.alert) count++;
  if (entity.shape) count++;
  if (entity.stop) count++;
  if (entity.tripModifications) count++;
  return count;
}
