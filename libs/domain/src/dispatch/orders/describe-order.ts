import { atTimeUk } from '../../time/index.js';
import type { Schedule } from '../../gtfs/index.js';
import type { ServiceOrderAction, ServiceOrderActionOf, TripRun } from '../../realtime/index.js';
import type { BothLanguages } from '../order-view.js';
import { nameStopOf, routesOfRuns, startOf } from './look-up-runs.js';
import { clockWords, countRuns, listNames, nameRoutes, nameStops, timeWords } from './words.js';

/** An order in one sentence, for lists and the journal. `labels` are what vehicles are called, where that is known. */
export function describeOrder(
  schedule: Schedule,
  action: ServiceOrderAction,
  labels: ReadonlyMap<string, string> = new Map(),
): BothLanguages {
  const vehicle = 'vehicleId' in action ? (labels.get(action.vehicleId) ?? action.vehicleId) : '';
  switch (action.kind) {
    case 'cancel': {
      if (action.runs.length === 1) return say('Скасовано', 'Cancelled', nameRun(schedule, action.runs[0]!));
      const line = nameRoutes(schedule, routesOfRuns(schedule, action.runs));
      const count = countRuns(action.runs.length);
      return { uk: `Скасовано ${count.uk}: ${line.uk}`, en: `Cancelled ${count.en}: ${line.en}` };
    }
    case 'short_turn':
      return describeShortTurn(schedule, action);
    case 'skip_stops':
      return describeSkipped(schedule, action);
    case 'add_trip':
      return say(
        'Додано рейс',
        'Trip added',
        nameRun(schedule, { ...action.copyOf, startTime: action.startTime }),
      );
    case 'hold':
      return describeHold(schedule, action);
    case 'assign':
      return action.run
        ? say(`${vehicle} →`, `${vehicle} →`, nameRun(schedule, action.run), ' ')
        : {
            uk: `${vehicle} знято з рейсу`,
            en: `${vehicle} taken off its trip`,
          };
    case 'out_of_service':
      return {
        uk: `${vehicle} не працює`,
        en: `${vehicle} out of service`,
      };
    case 'tell_driver':
      return {
        uk: `Водієві ${vehicle}: «${action.text}»`,
        en: `To the driver of ${vehicle}: “${action.text}”`,
      };
    case 'close_stop':
      return say('Закрито зупинку', 'Stop closed', nameStops(schedule, action.stopIds));
    case 'suppress_predictions':
      return action.stopIds?.length
        ? say('Без прогнозів на зупинці', 'No predictions at the stop', nameStops(schedule, action.stopIds))
        : say('Без прогнозів', 'No predictions', nameRoutes(schedule, action.routeIds));
    case 'detour':
      return say('Обʼїзд', 'Detour', nameRoutes(schedule, action.routeIds));
    case 'city_mode':
      return {
        air_raid: { uk: 'Міський режим: повітряна тривога', en: 'City mode: air-raid alarm' },
        power_outage: { uk: 'Міський режим: немає струму', en: 'City mode: power cut' },
        other: { uk: 'Міський режим', en: 'City mode' },
      }[action.mode];
  }
}

function describeSkipped(
  schedule: Schedule,
  { run, stopSequences }: ServiceOrderActionOf<'skip_stops'>,
): BothLanguages {
  const stops = listNames(stopSequences.flatMap((sequence) => nameStopOf(schedule, run, sequence) ?? []));
  return say(`Без зупинок ${stops.uk}`, `Does not stop at ${stops.en}`, nameRun(schedule, run));
}

function describeHold(
  schedule: Schedule,
  { run, stopSequence, until }: ServiceOrderActionOf<'hold'>,
): BothLanguages {
  const stop = nameStopOf(schedule, run, stopSequence) ?? { uk: '', en: '' };
  const time = clockWords(until, schedule.timeZone);
  return say(
    `Затримано на зупинці ${stop.uk} до ${time}`,
    `Held at ${stop.en} until ${time}`,
    nameRun(schedule, run),
  );
}

function describeShortTurn(
  schedule: Schedule,
  { run, fromStopSequence: from, toStopSequence: to }: ServiceOrderActionOf<'short_turn'>,
): BothLanguages {
  const first = from === undefined ? undefined : nameStopOf(schedule, run, from);
  const last = to === undefined ? undefined : nameStopOf(schedule, run, to);
  const uk = [first && ` від ${first.uk}`, last && ` до ${last.uk}`];
  const en = [first && ` from ${first.en}`, last && ` to ${last.en}`];
  return say(`Скорочено, їде${uk.join('')}`, `Short-turned, runs${en.join('')}`, nameRun(schedule, run));
}

function say(uk: string, en: string, what: BothLanguages, by = ': '): BothLanguages {
  return { uk: `${uk}${by}${what.uk}`, en: `${en}${by}${what.en}` };
}

function nameRun(schedule: Schedule, run: TripRun): BothLanguages {
  const line = nameRoutes(schedule, routesOfRuns(schedule, [run]));
  const time = timeWords(startOf(schedule, run));
  return { uk: `${line.uk}, рейс ${atTimeUk(time)}`, en: `${line.en}, the ${time} trip` };
}

/** Lines that an order touches, by id; undefined where it touches all, or a vehicle's only. */
export function routesOfAction(
  schedule: Schedule,
  action: ServiceOrderAction,
): readonly string[] | undefined {
  switch (action.kind) {
    case 'cancel':
      return routesOfRuns(schedule, action.runs);
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return routesOfRuns(schedule, [action.run]);
    case 'add_trip':
      return routesOfRuns(schedule, [action.copyOf]);
    case 'assign':
      return action.run && routesOfRuns(schedule, [action.run]);
    case 'suppress_predictions':
    case 'detour':
      return action.routeIds;
    case 'close_stop':
    case 'city_mode':
      return action.routeIds?.length ? action.routeIds : undefined;
    case 'out_of_service':
    case 'tell_driver':
      return undefined;
  }
}

/** What an order is on: two that share a key are on one thing. */
export function keysOfAction(action: ServiceOrderAction): string[] {
  const run = ({ tripId, serviceDate, startTime = '' }: TripRun): string =>
    `run ${tripId} ${serviceDate} ${startTime}`;
  switch (action.kind) {
    case 'cancel':
      return action.runs.map(run);
    case 'short_turn':
    case 'skip_stops':
    case 'hold':
      return [run(action.run)];
    case 'add_trip':
      return [`copy ${action.copyId}`];
    case 'assign':
      return [`vehicle ${action.vehicleId}`, ...(action.run ? [run(action.run)] : [])];
    case 'out_of_service':
      return [`vehicle ${action.vehicleId}`];
    case 'close_stop':
      return action.stopIds.map((id) => `stop ${id}`);
    case 'suppress_predictions':
    case 'detour':
      return action.routeIds.map((id) => `${action.kind} ${id}`);
    case 'city_mode':
      return ['city'];
    // Another word to the same driver takes nothing of the first.
    case 'tell_driver':
      return [];
  }
}
