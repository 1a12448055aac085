/** What a driver reads of an order: what to do, in a sentence or two. */
import { type TripInstance } from '../../gtfs/index.js';
import {
  type PublicationContext,
  type ServiceOrder,
  type ServiceOrderAction,
  type ServiceOrderActionOf,
  type TripRun,
  findRun,
  listBlockFrom,
} from '../../realtime/index.js';
import { atTimeUk, formatGtfsTime } from '../../time/index.js';
import type { BothLanguages } from '../order-view.js';
import { routesOfRuns, startOf } from './look-up-runs.js';
import { isToDrive } from './concerns-driver.js';
import type { Driver } from './driver-runs.js';
import { clockWords, listWords, nameReplacements, nameRoutes, nameStops, timeWords } from './words.js';

/** What a message needs to know of the others. */
export interface DriverNames {
  /** All in force, for the start of a trip that one of them added. */
  readonly orders: readonly ServiceOrder[];
  /** What stands on a vehicle, by its id. */
  readonly labels: ReadonlyMap<string, string>;
}

export function composeDriverMessage(
  context: PublicationContext,
  action: ServiceOrderAction,
  driver: Driver,
  names: DriverNames,
): BothLanguages {
  switch (action.kind) {
    case 'cancel':
      return wordCancelled(context, action, driver);
    case 'short_turn':
      return wordShortTurn(context, action);
    case 'skip_stops': {
      const stops = nameSequences(context, action.run, action.stopSequences);
      return ofRun(context, action.run, `не зупиняйтеся: ${stops.uk}.`, `do not call at ${stops.en}.`);
    }
    case 'hold': {
      const stop = nameSequences(context, action.run, [action.stopSequence]);
      const until = clockWords(action.until, context.schedule.timeZone);
      return {
        uk: `Стійте на зупинці ${stop.uk} до ${until}.`,
        en: `Wait at ${stop.en} until ${until}.`,
      };
    }
    case 'assign':
      return wordAssignment(context, action, driver, names);
    case 'out_of_service':
      return { uk: 'Вас знято з лінії. Пасажирів не беріть.', en: 'Out of service. Take no passengers.' };
    // As it was written: nobody translates it.
    case 'tell_driver':
      return { uk: action.text, en: action.text };
    case 'close_stop': {
      const stops = nameStops(context.schedule, action.stopIds);
      return { uk: `Не зупиняйтеся: ${stops.uk}.`, en: `Do not call at ${stops.en}.` };
    }
    case 'detour':
      return wordDetour(context, action);
    case 'city_mode':
      return wordCityMode(action);
    case 'add_trip':
    case 'suppress_predictions':
      return { uk: '', en: '' };
  }
}

function wordCancelled(
  context: PublicationContext,
  { runs }: ServiceOrderActionOf<'cancel'>,
  driver: Driver,
): BothLanguages {
  const own = runs.filter((run) => isToDrive(context, run, driver));
  const times = listWords(own.map((run) => timeWords(startOf(context.schedule, run))));
  const next = findNextRun(context, own);
  const then = next && timeWords(formatGtfsTime(next.startSeconds));
  return {
    uk: `${own.length > 1 ? 'Рейси' : 'Рейс'} ${atTimeUk(times.uk)} скасовано.${then ? ` Далі: рейс ${atTimeUk(then)}.` : ''}`,
    en: `The ${times.en} ${own.length > 1 ? 'trips are' : 'trip is'} cancelled.${then ? ` Next: the ${then} trip.` : ''}`,
  };
}

/** The first run of the block after the first that is cancelled that still runs. */
function findNextRun(context: PublicationContext, cancelled: readonly TripRun[]): TripInstance | undefined {
  const instances = cancelled.flatMap((run) => findRun(context, run) ?? []);
  const [first] = instances.toSorted((a, b) => a.startSeconds - b.startSeconds);
  if (!first) return undefined;
  return listBlockFrom(context, first).find(({ trip }) => !instances.some((gone) => gone.trip === trip));
}

function wordShortTurn(
  context: PublicationContext,
  { run, fromStopSequence, toStopSequence }: ServiceOrderActionOf<'short_turn'>,
): BothLanguages {
  const name = (sequence: number | undefined): BothLanguages | undefined =>
    sequence === undefined ? undefined : nameSequences(context, run, [sequence]);
  const [from, to] = [name(fromStopSequence), name(toStopSequence)];
  const uk = [from && `починайте від зупинки ${from.uk}`, to && `остання зупинка ${to.uk}`];
  const en = [from && `begin at ${from.en}`, to && `the last stop is ${to.en}`];
  return ofRun(context, run, `${uk.filter(Boolean).join(', ')}.`, `${en.filter(Boolean).join(', ')}.`);
}

function wordAssignment(
  context: PublicationContext,
  { vehicleId, run }: ServiceOrderActionOf<'assign'>,
  driver: Driver,
  { orders, labels }: DriverNames,
): BothLanguages {
  if (!run) return { uk: 'Вас знято з рейсу.', en: 'You are taken off your trip.' };
  const copy = orders
    .map(({ action }) => action)
    .find((action) => action.kind === 'add_trip' && action.copyId === run.tripId);
  const known = copy?.kind === 'add_trip' ? { ...copy.copyOf, startTime: copy.startTime } : run;
  const line = nameRoutes(context.schedule, routesOfRuns(context.schedule, [known]));
  const time = timeWords(startOf(context.schedule, known));
  if (vehicleId === driver.vehicleId) {
    return { uk: `Ваш рейс: ${line.uk} ${atTimeUk(time)}.`, en: `Your trip: ${line.en} at ${time}.` };
  }
  const label = labels.get(vehicleId) ?? vehicleId;
  return {
    uk: `Рейс ${atTimeUk(time)} (${line.uk}) виконує ${label}.`,
    en: `${label} runs the ${time} trip (${line.en}).`,
  };
}

function wordDetour({ schedule }: PublicationContext, action: ServiceOrderActionOf<'detour'>): BothLanguages {
  const line = nameRoutes(schedule, action.routeIds);
  const missed = action.missedStopIds.length > 0 ? nameStops(schedule, action.missedStopIds) : undefined;
  const instead = nameReplacements(schedule, action.replacementStops);
  return {
    uk: `Обʼїзд: ${line.uk}.${missed ? ` Не зупиняйтеся: ${missed.uk}.` : ''}${instead ? ` Натомість: ${instead.uk}.` : ''}`,
    en: `Detour: ${line.en}.${missed ? ` Do not call at ${missed.en}.` : ''}${instead ? ` Instead: ${instead.en}.` : ''}`,
  };
}

function wordCityMode({ mode, effect }: ServiceOrderActionOf<'city_mode'>): BothLanguages {
  const what = {
    air_raid: { uk: 'Повітряна тривога', en: 'Air-raid alarm' },
    power_outage: { uk: 'Немає струму', en: 'Power cut' },
    other: { uk: 'Міський режим', en: 'City mode' },
  }[mode];
  return effect === 'cancel'
    ? { uk: `${what.uk}: рейси скасовано.`, en: `${what.en}: trips are cancelled.` }
    : { uk: `${what.uk}: чекайте вказівок диспетчера.`, en: `${what.en}: wait for the dispatcher’s word.` };
}

function ofRun({ schedule }: PublicationContext, run: TripRun, uk: string, en: string): BothLanguages {
  const time = timeWords(startOf(schedule, run));
  return { uk: `Рейс ${atTimeUk(time)}: ${uk}`, en: `The ${time} trip: ${en}` };
}

function nameSequences(
  { schedule }: PublicationContext,
  { tripId }: TripRun,
  sequences: readonly number[],
): BothLanguages {
  const { trips, patterns, stopTimes, stops } = schedule;
  const trip = trips.indexOf.get(tripId);
  if (trip === undefined) return listWords(sequences.map(String));
  const ids = Array.from(patterns[trips.pattern[trip]!]!.stops).flatMap((stop, index) =>
    sequences.includes(stopTimes.stopSequence[trips.firstStopTime[trip]! + index]!) ? [stops.ids[stop]!] : [],
  );
  return nameStops(schedule, ids);
}
