/** What a link says that a new alert is about: `route:R1`, `stop:S1` or `trip:T1`, some of them after one another. */
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
        return [{ trip: { tripId: id } }];
      default:
        return [];
    }
  });
}
