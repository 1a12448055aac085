/**
 * What riders are told of an order, in Ukrainian and English and for a voice, from templates; a person may write it
 * anew. Whom it informs follows from the order.
 */
import { type Schedule, listFrequenciesOf } from '../../gtfs/index.js';
import {
  type EntitySelector,
  type ServiceAlert,
  type ServiceOrderAction,
  type ServiceOrderActionOf,
  type TripRun,
  isSkippedSequence,
} from '../../realtime/index.js';
import { atTimeUk } from '../../time/index.js';
import type { BothLanguages, OrderAlertInput, OrderReasonCode } from '../order-view.js';
import type { AlertDraft } from './alert-draft.js';
import { draftDetour } from './draft-detour.js';
import { directionOf, nameFirstStop, nameStopOf, routesOfRuns, startOf } from './look-up-runs.js';
import { selectCityLines } from './select-city-lines.js';
import { countRuns, listWords, nameRoutes, nameStops, reasonWords, timeWords } from './words.js';

const NO_SERVICE = 1;
const ADDITIONAL_SERVICE = 5;
const MODIFIED_SERVICE = 6;
const WARNING = 3;
const SEVERE = 4;

/** GTFS-realtime's causes of our reasons; 2 = OTHER_CAUSE. */
const CAUSES: Readonly<Partial<Record<OrderReasonCode, number>>> = {
  breakdown: 3,
  no_vehicle: 3,
  accident: 6,
  road_closed: 10,
  weather: 8,
  event: 7,
  demonstration: 5,
  power_outage: 3,
  air_raid: 11,
  police: 11,
  medical: 12,
};

/** The alert of an order; undefined where riders need not be told (who drives a trip, how long it waits). */
export function composeAlert(
  schedule: Schedule,
  orderId: string,
  action: ServiceOrderAction,
  input: OrderAlertInput | null | undefined,
  reason: OrderReasonCode | undefined,
): ServiceAlert | undefined {
  if (input === null) return undefined;
  const draft = draftAlert(schedule, action, reason);
  if (!draft) return undefined;
  const header = input?.header ?? draft.header;
  const description = input?.description ?? draft.description;
  const cause = input?.cause ?? (reason === undefined ? 1 : (CAUSES[reason] ?? 2));
  const period = 'period' in action ? action.period : undefined;
  const severityLevel = input?.severityLevel ?? draft.severityLevel ?? WARNING;
  return {
    alertId: `order-${orderId}`,
    header: { ...header },
    description: { ...description },
    ttsHeader: { ...(input?.ttsHeader ?? speak(header)) },
    ttsDescription: { ...(input?.ttsDescription ?? speak(description)) },
    ...(input?.url ? { url: { ...input.url } } : {}),
    cause,
    effect: input?.effect ?? draft.effect,
    severityLevel,
    ...(period && (period.start !== undefined || period.end !== undefined)
      ? { impactPeriods: [floorPeriod(period)] }
      : {}),
    informedEntities: draft.informedEntities,
  };
}

function floorPeriod({ start, end }: { readonly start?: number; readonly end?: number }): {
  start?: number;
  end?: number;
} {
  return {
    ...(start === undefined ? {} : { start: Math.floor(start) }),
    ...(end === undefined ? {} : { end: Math.floor(end) }),
  };
}

/** Signs that a voice reads badly, as words. */
export function speak({ uk, en }: BothLanguages): BothLanguages {
  return {
    uk: uk.replaceAll('№', 'номер ').replaceAll(' – ', ' до ').replaceAll(' → ', ' до '),
    en: en.replaceAll('№', 'number ').replaceAll(' – ', ' to ').replaceAll(' → ', ' to '),
  };
}

function draftAlert(
  schedule: Schedule,
  action: ServiceOrderAction,
  reason: OrderReasonCode | undefined,
): AlertDraft | undefined {
  const why = reasonWords(reason);
  switch (action.kind) {
    case 'cancel':
      return draftCancellation(schedule, action.runs, why);
    case 'short_turn':
    case 'skip_stops':
      return draftSkipping(schedule, action, why);
    case 'add_trip':
      return draftAddedTrip(schedule, action, why);
    case 'close_stop':
      return draftClosedStop(schedule, action, why);
    case 'detour':
      return draftDetour(schedule, action, why);
    case 'city_mode':
      return draftCityMode(schedule, action);
    case 'hold':
    case 'assign':
    case 'out_of_service':
    case 'suppress_predictions':
    case 'tell_driver':
      return undefined;
  }
}

function draftAddedTrip(
  schedule: Schedule,
  action: ServiceOrderActionOf<'add_trip'>,
  why: BothLanguages,
): AlertDraft {
  const routeIds = routesOfRuns(schedule, [action.copyOf]);
  const line = nameRoutes(schedule, routeIds);
  const time = timeWords(action.startTime);
  const from = nameFirstStop(schedule, action.copyOf);
  const directionId = directionOf(schedule, action.copyOf);
  return {
    header: {
      uk: `${line.uk}: додатковий рейс ${atTimeUk(time)}`,
      en: `${line.en}: additional trip at ${time}`,
    },
    description: {
      uk: `Додатковий рейс вирушає ${atTimeUk(time)}${from.uk && ` від зупинки «${from.uk}»`}.${why.uk}`,
      en: `An additional trip departs at ${time}${from.en && ` from “${from.en}”`}.${why.en}`,
    },
    effect: ADDITIONAL_SERVICE,
    severityLevel: 2,
    informedEntities: routeIds.map((routeId) => ({
      routeId,
      ...(directionId === undefined ? {} : { directionId }),
    })),
  };
}

function draftClosedStop(
  schedule: Schedule,
  action: ServiceOrderActionOf<'close_stop'>,
  why: BothLanguages,
): AlertDraft {
  const stops = nameStops(schedule, action.stopIds);
  const of = action.routeIds?.length ? nameRoutes(schedule, action.routeIds) : undefined;
  return {
    header: { uk: `Зупинку не обслуговують: ${stops.uk}`, en: `Stop not served: ${stops.en}` },
    description: {
      uk: `${of ? `${of.uk}: т` : 'Т'}ранспорт не зупиняється тут.${why.uk} Скористайтеся сусідньою зупинкою.`,
      en: `${of ? `${of.en}: v` : 'V'}ehicles do not call here.${why.en} Please use a stop nearby.`,
    },
    effect: NO_SERVICE,
    informedEntities: action.stopIds.flatMap((stopId): EntitySelector[] =>
      action.routeIds?.length ? action.routeIds.map((routeId) => ({ routeId, stopId })) : [{ stopId }],
    ),
  };
}

function draftCancellation(schedule: Schedule, runs: readonly TripRun[], why: BothLanguages): AlertDraft {
  const routeIds = routesOfRuns(schedule, runs);
  const line = nameRoutes(schedule, routeIds);
  const times = runs.slice(0, 10).map((run) => timeWords(startOf(schedule, run)));
  const count = countRuns(runs.length);
  const one = runs.length === 1;
  // Who waits along the line knows another time than that of its first stop; and it may have set out already.
  const from = nameFirstStop(schedule, runs[0]!);
  const origin = { uk: from.uk && ` від зупинки «${from.uk}»`, en: from.en && ` from “${from.en}”` };
  return {
    header: one
      ? {
          uk: `${line.uk}: рейс ${atTimeUk(times[0]!)} скасовано`,
          en: `${line.en}: the ${times[0]} trip is cancelled`,
        }
      : { uk: `${line.uk}: скасовано ${count.uk}`, en: `${line.en}: ${count.en} cancelled` },
    description: {
      uk: `${one ? `Рейс ${atTimeUk(times[0]!)}${origin.uk} скасовано` : `Скасовано рейси ${atTimeUk(listWords(times).uk)}${runs.length > 10 ? ' та інші' : ''}`}.${why.uk} Скористайтеся наступним рейсом.`,
      en: `${one ? `The ${times[0]} trip${origin.en} is cancelled` : `The trips at ${listWords(times).en}${runs.length > 10 ? ' and others' : ''} are cancelled`}.${why.en} Please take the next one.`,
    },
    effect: NO_SERVICE,
    informedEntities: runs.map((run) => ({ trip: selectRun(schedule, run) })),
  };
}

function draftSkipping(
  schedule: Schedule,
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops'>,
  why: BothLanguages,
): AlertDraft {
  const { run } = action;
  const line = nameRoutes(schedule, routesOfRuns(schedule, [run]));
  const time = timeWords(startOf(schedule, run));
  const stops = nameStops(schedule, skippedStopIds(schedule, action));
  const from = nameFirstStop(schedule, run);
  const end = endOfShortened(schedule, action);
  return {
    header: {
      uk: `${line.uk}: рейс ${atTimeUk(time)} ${end ? `лише до зупинки «${end.uk}»` : 'не всюди зупиняється'}`,
      en: `${line.en}: the ${time} trip ${end ? `goes only as far as ${end.en}` : 'does not call everywhere'}`,
    },
    description: {
      uk: `Рейс ${atTimeUk(time)}${from.uk && ` від зупинки «${from.uk}»`}. Не обслуговуються зупинки: ${stops.uk}.${why.uk}`,
      en: `The ${time} trip${from.en && ` from “${from.en}”`}. Stops not served: ${stops.en}.${why.en}`,
    },
    effect: MODIFIED_SERVICE,
    informedEntities: [{ trip: selectRun(schedule, run) }],
  };
}

/** Where a trip ends that is cut short at its end alone. */
function endOfShortened(
  schedule: Schedule,
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops'>,
): BothLanguages | undefined {
  if (action.kind !== 'short_turn' || action.fromStopSequence !== undefined) return undefined;
  const { toStopSequence } = action;
  return toStopSequence === undefined ? undefined : nameStopOf(schedule, action.run, toStopSequence);
}

function draftCityMode(schedule: Schedule, action: ServiceOrderActionOf<'city_mode'>): AlertDraft {
  const texts = {
    air_raid: {
      header: { uk: 'Повітряна тривога: транспорт не курсує', en: 'Air-raid alarm: no service' },
      description: {
        uk: 'Транспорт зупинено до відбою тривоги. Пройдіть до укриття.',
        en: 'Vehicles stand until the all-clear. Please go to a shelter.',
      },
    },
    power_outage: {
      header: {
        uk: 'Немає струму: електротранспорт не курсує',
        en: 'Power cut: electric transport does not run',
      },
      description: {
        uk: 'Рух відновиться, щойно зʼявиться струм. Скористайтеся автобусами.',
        en: 'Service goes on as soon as there is power. Please take a bus.',
      },
    },
    other: {
      header: { uk: 'Рух транспорту обмежено', en: 'Service is limited' },
      description: {
        uk: 'Транспорт тимчасово не курсує за розкладом.',
        en: 'Vehicles do not run to the timetable for the time being.',
      },
    },
  }[action.mode];
  return {
    ...texts,
    effect: NO_SERVICE,
    severityLevel: SEVERE,
    informedEntities: selectCityLines(schedule, action),
  };
}

/** With its line: whoever asks for the alerts of a line, by its id alone, is told of its trips too. */
function selectRun(schedule: Schedule, run: TripRun): NonNullable<EntitySelector['trip']> {
  const { tripId, serviceDate, startTime } = run;
  const [routeId] = routesOfRuns(schedule, [run]);
  const trip = schedule.trips.indexOf.get(tripId);
  // As in the trip updates: where the timetable has one start, it is not told.
  const isOfMany = trip !== undefined && listFrequenciesOf(schedule, trip).length > 0;
  return {
    tripId,
    startDate: serviceDate,
    ...(isOfMany && startTime !== undefined ? { startTime } : {}),
    ...(routeId === undefined ? {} : { routeId }),
  };
}

/** The stops that a run does not serve, in its order. */
function skippedStopIds(
  schedule: Schedule,
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops'>,
): string[] {
  const { trips, patterns, stopTimes, stops } = schedule;
  const trip = trips.indexOf.get(action.run.tripId);
  if (trip === undefined) return [];
  return Array.from(patterns[trips.pattern[trip]!]!.stops).flatMap((stop, index) =>
    isSkippedSequence(action, stopTimes.stopSequence[trips.firstStopTime[trip]! + index]!)
      ? [stops.ids[stop]!]
      : [],
  );
}
