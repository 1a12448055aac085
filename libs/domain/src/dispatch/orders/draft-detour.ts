/** What riders are told of a detour: which stops are not served, and which instead. */
import type { Schedule } from '../../gtfs/index.js';
import type { ServiceOrderActionOf } from '../../realtime/index.js';
import type { BothLanguages } from '../order-view.js';
import type { AlertDraft } from './alert-draft.js';
import { nameReplacements, nameRoutes, nameStops } from './words.js';

/** GTFS-realtime Effect. */
const DETOUR = 4;

export function draftDetour(
  schedule: Schedule,
  action: ServiceOrderActionOf<'detour'>,
  why: BothLanguages,
): AlertDraft {
  const line = nameRoutes(schedule, action.routeIds);
  const missed = action.missedStopIds.length > 0 ? nameStops(schedule, action.missedStopIds) : undefined;
  const instead = nameReplacements(schedule, action.replacementStops);
  return {
    header: { uk: `${line.uk}: обʼїзд`, en: `${line.en}: detour` },
    description: {
      uk: `Транспорт їде іншою дорогою.${why.uk}${missed ? ` Не обслуговуються зупинки: ${missed.uk}.` : ' Усі зупинки обслуговуються.'}${instead ? ` Натомість зупиняється: ${instead.uk}.` : ''}`,
      en: `Vehicles take another way.${why.en}${missed ? ` Stops not served: ${missed.en}.` : ' All stops are served.'}${instead ? ` Calls instead at: ${instead.en}.` : ''}`,
    },
    effect: DETOUR,
    informedEntities: action.routeIds.map((routeId) => ({
      routeId,
      ...(action.directionId === undefined ? {} : { directionId: action.directionId }),
    })),
  };
}
