/** What is told of one vehicle that is to call at a stop. Times are epoch seconds. */
export const ARRIVAL_STATES = ['live', 'scheduled', 'no_data', 'skipped', 'cancelled'] as const;
/**
 * `live`: predicted from where the vehicle is. `scheduled`: by the timetable, nothing is heard of it. `no_data`: by
 * the timetable, predictions are withheld. `skipped`: it passes this stop without a halt. `cancelled`: it does not run.
 */
export type ArrivalState = (typeof ARRIVAL_STATES)[number];

export type Mode =
  | 'tram'
  | 'metro'
  | 'train'
  | 'bus'
  | 'ferry'
  | 'cable_tram'
  | 'gondola'
  | 'funicular'
  | 'trolleybus'
  | 'monorail';

export interface Arrival {
  readonly state: ArrivalState;
  readonly routeId: string;
  readonly routeName: string;
  readonly mode: Mode;
  readonly directionId?: number;
  /** Where it goes to. */
  readonly headsign: string;
  readonly tripId: string;
  readonly serviceDate?: string;
  /** The place where it stops, of several under one code. */
  readonly stopId: string;
  readonly platform?: string;
  readonly stopSequence?: number;
  /** When it is to be expected: predicted where live, else scheduled. */
  readonly at: number;
  readonly scheduledAt?: number;
  /** When it leaves again, as `at` and `scheduledAt`. */
  readonly departureAt?: number;
  readonly scheduledDepartureAt?: number;
  /** Later than scheduled by, seconds; of live ones. */
  readonly delaySeconds?: number;
  readonly uncertaintySeconds?: number;
  /** The trip is not of the timetable. */
  readonly isAdded: boolean;
  /** The trip ends here: nobody gets on. */
  readonly isLast: boolean;
  /** Where it ends this time, before its end of the timetable: what comes after is skipped. */
  readonly endsAt?: string;
  /** Nobody gets on here, by the timetable; of those where nobody gets off either, nobody is told. */
  readonly isNoPickup?: true;
  /** Stops from the vehicle to this one, this one too. */
  readonly stopsAway?: number;
  readonly vehicle?: ArrivingVehicle;
  /** Predicted, but its vehicle is not on this trip yet: it has another to finish first, or to set out. */
  readonly isVehicleElsewhere?: true;
  /** Predicted, but its vehicle has not been heard of for so long that nobody sees it come any more. */
  readonly isSilent?: true;
  /** Whether a wheelchair gets on: of the vehicle, else as the timetable has it; absent where neither is known. */
  readonly isLowFloor?: boolean;
  /** GTFS-realtime OccupancyStatus. */
  readonly occupancyStatus?: number;
}

/** Names a line in one of its directions; where the timetable has none, all of the line. */
export function lineKeyOf({
  routeId,
  directionId = -1,
}: {
  readonly routeId: string;
  readonly directionId?: number | undefined;
}): string {
  return `${routeId} ${directionId}`;
}

/** Whether somebody who waits here can get on, if it comes. */
export function isForBoarding({ isLast, isNoPickup }: Pick<Arrival, 'isLast' | 'isNoPickup'>): boolean {
  return !isLast && !isNoPickup;
}

/** Whether it comes and halts: neither cancelled nor passing by. */
export function isRunning({ state }: Pick<Arrival, 'state'>): boolean {
  return state !== 'cancelled' && state !== 'skipped';
}

/** A vehicle silent for longer is not told as seen: positions leave the feed at 90 s, its times only at five minutes. */
export const SILENT_SECONDS = 120;

export interface ArrivingVehicle {
  readonly vehicleId: string;
  readonly label?: string;
  readonly lat?: number;
  readonly lon?: number;
  /** Seconds since it was heard of. */
  readonly ageSeconds?: number;
}

/** What moves, by route_type (basic and extended). Lviv has its trolleybuses as buses named `Тр…`. */
export function modeOf(routeType: number, shortName: string): Mode {
  const basic = BASIC[routeType] ?? EXTENDED[Math.floor(routeType / 100)] ?? 'bus';
  return basic === 'bus' && /^Тр\s?\d/.test(shortName) ? 'trolleybus' : basic;
}

const BASIC: Readonly<Record<number, Mode>> = {
  0: 'tram',
  1: 'metro',
  2: 'train',
  3: 'bus',
  4: 'ferry',
  5: 'cable_tram',
  6: 'gondola',
  7: 'funicular',
  11: 'trolleybus',
  12: 'monorail',
};

/** By hundreds. */
const EXTENDED: Readonly<Record<number, Mode>> = {
  1: 'train',
  2: 'bus',
  4: 'metro',
  7: 'bus',
  8: 'trolleybus',
  9: 'tram',
  10: 'ferry',
  12: 'ferry',
  13: 'gondola',
  14: 'funicular',
};
