/**
 * What a link says that a new alert is about: `route:R1`, `stop:S1` or, of a day,
 * `trip:T1@20261129`; some of them after one another.
 */
import type { InformedEntity } from './alert-draft.js';

export function readAbout(text: string | undefined): InformedEntity[] {
  return (text ?? '').split(',').flatMap((part): InformedEntity[] => {
    const colon = part.indexOf(':');
    const [kind, id] = [part.slice(0, colon), part.slice(colon + 1)];
    if (id === '') return [];
    switch (kind) {
      case 'route':
        return [{ routeId: id }];
      case 'stop':
        return [{ stopId: id }];
      case 'trip':
        return [{ trip: readTrip(id) }];
      default:
        return [];
    }
  });
}

function readTrip(text: string): NonNullable<InformedEntity['trip']> {
  const [, tripId = text, startDate] = /^(.+)@(\d{8})$/.exec(text) ?? [];
  return { tripId, ...(startDate !== undefined && { startDate }) };
}
