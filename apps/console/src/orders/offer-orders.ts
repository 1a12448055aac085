/** What can be ordered of a thing that is selected. */
import { DRIVER_TEXT_LIMIT, type OrderReasonCode, type OrderView } from '@rukh/domain/dispatch';
import type { ServiceOrderAction, ServiceOrderActionOf } from '@rukh/domain/realtime';
import { type CityLine, isElectric, listKinds, scopeOfKinds } from './city-kinds.js';
import {
  type Answers,
  type FieldName,
  type OrderField,
  type RunOf,
  readNumber,
  readRun,
  runOf,
} from './order-field.js';

export type OfferKind = ServiceOrderAction['kind'] | 'cancel_block' | 'cancel_trips';

/** What a company may order of its own vehicles. */
export const OWN_OFFERS: readonly OfferKind[] = ['assign', 'out_of_service'];

export interface OrderOffer {
  readonly kind: OfferKind;
  readonly fields: readonly OrderField[];
  /** Undefined while something is not answered yet. `now` is epoch seconds. */
  readonly action: (answers: Answers, now: number) => ServiceOrderAction | undefined;
  /** The usual reason, where there is one, by what was answered so far. */
  readonly usualReason?: (answers: Answers) => OrderReasonCode | undefined;
  /** All answers after one was changed, where others follow from it. */
  readonly answered?: (name: FieldName, answers: Answers) => Answers;
  /** Called when it is given. */
  readonly onGiven?: () => void;
  /** What somebody else asked for, to be confirmed as it stands. */
  readonly draft?: Pick<OrderView, 'orderId' | 'reason' | 'alertInput' | 'createdBy'>;
}

const HOLD = { type: 'number', name: 'minutes', first: 3, most: 60 } as const;
const SHOWN = { type: 'number', name: 'shownMinutes', first: 15, most: 240 } as const;
const CLOSE = { type: 'number', name: 'hours', first: 4, most: 240 } as const;
const SILENCE = { type: 'number', name: 'hours', first: 1, most: 72 } as const;

/** A trip that is not over; more of one that has a block. */
export function offerOfTrip(run: RunOf & { readonly blockId?: string | null | undefined }): OrderOffer[] {
  return [cancel(run), ...shorten(run), ...cancelBlock(run), assignTo(run), copy(run)];
}

/** Trips that are not over, of any lines, all in one order. */
export function offerOfTrips(runs: readonly RunOf[], onGiven: () => void): OrderOffer[] {
  const action = (): ServiceOrderAction => ({ kind: 'cancel', runs: runs.map(runOf) });
  return [{ kind: 'cancel_trips', fields: [], action, onGiven }];
}

/** `next` is the stop it comes to, or stands at; `holdMinutes` what would even its headways out. */
export function offerOfVehicle(
  vehicle: { readonly vehicleId: string; readonly routeId?: string | null; readonly blockId?: string | null },
  run: RunOf | undefined,
  next: { readonly stopSequence: number; readonly at: number | null } | undefined,
  holdMinutes?: number,
): OrderOffer[] {
  const { vehicleId, routeId, blockId } = vehicle;
  return [
    ...(run && next ? [hold(run, next, holdMinutes)] : []),
    ...(run ? [...shorten(run), cancel(run), ...cancelBlock({ ...run, blockId })] : []),
    {
      kind: 'assign',
      fields: [{ type: 'run', name: 'run', routeId: routeId ?? undefined }],
      action: ({ run: [chosen] = [] }) =>
        chosen === undefined || chosen === ''
          ? undefined
          : { kind: 'assign', vehicleId, run: readRun(chosen) },
    },
    { kind: 'out_of_service', fields: [], action: () => ({ kind: 'out_of_service', vehicleId }) },
    tellDriver(vehicleId),
  ];
}

/** `routeIds` are the lines that call there. */
export function offerOfStop(stopId: string, routeIds: readonly string[]): OrderOffer[] {
  const close: OrderOffer = {
    kind: 'close_stop',
    fields: [CLOSE],
    action: ({ hours }, now) => ({
      kind: 'close_stop',
      stopIds: [stopId],
      period: lasting(hours, CLOSE, now),
    }),
  };
  return routeIds.length === 0 ? [close] : [close, silence(routeIds, [stopId])];
}

export function offerOfRoute(routeId: string): OrderOffer[] {
  return [silence([routeId])];
}

/** The whole city, or a part of it that lost its power; `lines` are all of the city. */
export function offerCityMode(lines: readonly CityLine[]): OrderOffer {
  return {
    kind: 'city_mode',
    fields: [
      { type: 'choice', name: 'mode', options: ['air_raid', 'power_outage', 'other'] },
      { type: 'choice', name: 'effect', options: ['cancel', 'suppress'] },
      { type: 'kinds', name: 'kinds' },
      { type: 'carriers', name: 'agencies' },
      { type: 'choice', name: 'ends', options: ['never', '1', '2', '4', '8', '24'] },
    ],
    // In an air raid nobody is to look for the alarm in a list of reasons.
    usualReason: ({ mode: [mode] = [] }) =>
      mode === 'air_raid' || mode === 'power_outage' ? mode : undefined,
    // Without current buses run on: nobody who chose nothing else is to cancel them.
    answered: (name, { mode: [mode] = [], ...answers }) => {
      const rest = { ...answers, mode: [mode ?? ''] };
      const { kinds = [] } = rest;
      const electric = listKinds(lines).filter(isElectric);
      // What was chosen by hand stays; what the mode before gave goes with it.
      const isChosen = kinds.length > 0 && !isSameSet(kinds, electric);
      if (name !== 'mode' || isChosen) return rest;
      return { ...rest, kinds: mode === 'power_outage' ? electric : [] };
    },
    action: ({ mode: [mode] = [], effect: [effect] = [], ends: [ends] = [], ...scope }, now) =>
      // Nothing chosen is all, and a power cut is never of all: not where no electric kind is known, either.
      mode === 'power_outage' && !scope.kinds?.length
        ? undefined
        : {
            kind: 'city_mode',
            mode: mode as ServiceOrderActionOf<'city_mode'>['mode'],
            effect: effect as ServiceOrderActionOf<'city_mode'>['effect'],
            ...scopeOfKinds(lines, scope.kinds ?? []),
            ...(scope.agencies?.length ? { agencyIds: scope.agencies } : {}),
            period: {
              start: Math.round(now),
              ...(Number(ends) > 0 ? { end: Math.round(now) + 3600 * Number(ends) } : {}),
            },
          },
  };
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}

function cancel(run: RunOf): OrderOffer {
  return { kind: 'cancel', fields: [], action: () => ({ kind: 'cancel', runs: [runOf(run)] }) };
}

function cancelBlock({
  blockId,
  serviceDate,
}: RunOf & { readonly blockId?: string | null | undefined }): OrderOffer[] {
  if (blockId == null) return [];
  const action: OrderOffer['action'] = ({ runs = [] }) =>
    runs.length === 0 ? undefined : { kind: 'cancel', runs: runs.map(readRun) };
  return [{ kind: 'cancel_block', fields: [{ type: 'runs', name: 'runs', blockId, serviceDate }], action }];
}

function shorten(run: RunOf): OrderOffer[] {
  return [
    {
      kind: 'short_turn',
      fields: [
        { type: 'stop', name: 'lastStop', run },
        { type: 'stop', name: 'firstStop', run },
      ],
      action: ({ lastStop: [last = ''] = [], firstStop: [first = ''] = [] }) =>
        last === '' && first === ''
          ? undefined
          : {
              kind: 'short_turn',
              run: runOf(run),
              ...(first === '' ? {} : { fromStopSequence: Number(first) }),
              ...(last === '' ? {} : { toStopSequence: Number(last) }),
            },
    },
    {
      kind: 'skip_stops',
      fields: [{ type: 'stops', name: 'stops', run }],
      action: ({ stops = [] }) =>
        stops.length === 0
          ? undefined
          : { kind: 'skip_stops', run: runOf(run), stopSequences: stops.map(Number).sort((a, b) => a - b) },
    },
  ];
}

function hold(
  run: RunOf,
  next: { readonly stopSequence: number; readonly at: number | null },
  minutesAtFirst: number = HOLD.first,
): OrderOffer {
  return {
    kind: 'hold',
    fields: [{ ...HOLD, first: minutesAtFirst }],
    usualReason: () => 'spacing',
    action: ({ minutes }, now) => ({
      kind: 'hold',
      run: runOf(run),
      stopSequence: next.stopSequence,
      until: Math.round(Math.max(now, next.at ?? now)) + 60 * readNumber(HOLD, minutes?.[0]),
    }),
  };
}

function tellDriver(vehicleId: string): OrderOffer {
  return {
    kind: 'tell_driver',
    fields: [{ type: 'text', name: 'words', most: DRIVER_TEXT_LIMIT }, SHOWN],
    usualReason: () => 'instruction',
    action: ({ words: [words = ''] = [], shownMinutes }, now) => {
      const text = words.trim();
      const until = Math.round(now) + 60 * readNumber(SHOWN, shownMinutes?.[0]);
      return text === '' ? undefined : { kind: 'tell_driver', vehicleId, text, until };
    },
  };
}

function assignTo(run: RunOf): OrderOffer {
  return {
    kind: 'assign',
    fields: [{ type: 'vehicle', name: 'vehicle' }],
    action: ({ vehicle: [vehicleId = ''] = [] }) =>
      vehicleId === '' ? undefined : { kind: 'assign', vehicleId, run: runOf(run) },
  };
}

function copy(run: RunOf): OrderOffer {
  const [hours = '0', minutes = '00'] = (run.startTime ?? '').split(':');
  const first = `${String(Number(hours) % 24).padStart(2, '0')}:${minutes}`;
  return {
    kind: 'add_trip',
    fields: [{ type: 'time', name: 'time', first }],
    action: ({ time: [time = ''] = [] }) => {
      if (!/^\d\d:\d\d$/.test(time)) return undefined;
      const startTime = `${clockOfServiceDay(time)}:00`;
      const copyId = `${run.tripId}-copy-${run.serviceDate}-${time.replace(':', '')}`;
      return { kind: 'add_trip', copyOf: runOf(run), copyId, startDate: run.serviceDate, startTime };
    },
  };
}

/** GTFS counts on past midnight: what leaves before four belongs to the night of the day before. */
function clockOfServiceDay(time: string): string {
  const [hours = '0', minutes = '00'] = time.split(':');
  return Number(hours) < 4 ? `${Number(hours) + 24}:${minutes}` : time;
}

function silence(routeIds: readonly string[], stopIds?: readonly string[]): OrderOffer {
  return {
    kind: 'suppress_predictions',
    fields: [SILENCE],
    action: ({ hours }, now) => ({
      kind: 'suppress_predictions',
      routeIds,
      ...(stopIds ? { stopIds } : {}),
      period: lasting(hours, SILENCE, now),
    }),
  };
}

function lasting(
  hours: readonly string[] | undefined,
  field: { readonly first: number; readonly most: number },
  now: number,
): { readonly start: number; readonly end: number } {
  const start = Math.round(now);
  return { start, end: start + 3600 * readNumber(field, hours?.[0]) };
}
