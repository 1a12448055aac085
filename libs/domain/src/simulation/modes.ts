import type { Route } from '../gtfs/index.js';

/** What kinds of vehicle drive differently. Rail and water of any kind count as tram. */
export const MODES = ['tram', 'trolleybus', 'bus'] as const;
export type Mode = (typeof MODES)[number];

export interface ModeTraits {
  /** Metres a second squared, with standing passengers aboard. */
  readonly acceleration: number;
  readonly braking: number;
  readonly maxSpeedMetresPerSecond: number;
  readonly capacity: number;
  /** Seconds that doors take to open and close. */
  readonly doorSeconds: number;
  /** Seconds a boarding passenger adds; fewer where there are more doors. */
  readonly boardingSeconds: number;
  /** True where the vehicle opens at each stop, asked or not. */
  readonly stopsAlways: boolean;
  /** Share of drivers who keep to the timetable: hold when early, hurry when late. */
  readonly discipline: number;
  readonly lowFloorShare: number;
}

/** Low floors: 28 of the 436 vehicles of Lviv's feed of September 2026, mostly trams and trolleybuses. */
export const MODE_TRAITS: Readonly<Record<Mode, ModeTraits>> = {
  tram: {
    acceleration: 0.9,
    braking: 1,
    maxSpeedMetresPerSecond: 15,
    capacity: 160,
    doorSeconds: 15,
    boardingSeconds: 1.4,
    stopsAlways: true,
    discipline: 0.95,
    lowFloorShare: 0.12,
  },
  trolleybus: {
    acceleration: 1,
    braking: 1.1,
    maxSpeedMetresPerSecond: 15,
    capacity: 100,
    doorSeconds: 13,
    boardingSeconds: 1.8,
    stopsAlways: true,
    discipline: 0.95,
    lowFloorShare: 0.2,
  },
  bus: {
    acceleration: 1.1,
    braking: 1.2,
    maxSpeedMetresPerSecond: 19.5,
    capacity: 70,
    doorSeconds: 10,
    boardingSeconds: 2.4,
    stopsAlways: false,
    discipline: 0.8,
    lowFloorShare: 0.03,
  },
};

/**
 * The mode of a route by its GTFS route_type (basic or extended). Lviv gives its trolleybuses as type 3 and
 * marks them by the prefix `Тр` of the short name, which is taken for a mark wherever it stands.
 */
export function modeOf(route: Route): Mode {
  const { type, shortName } = route;
  if (type === 11 || (type >= 800 && type < 900)) return 'trolleybus';
  if (type === 3 && shortName.startsWith('Тр')) return 'trolleybus';
  if (type === 3 || (type >= 200 && type < 300) || (type >= 700 && type < 800) || type >= 1500) return 'bus';
  return 'tram';
}

/** Whether the mode is bound to rails, and so to other rails' streets only. */
export function isRail(mode: Mode): boolean {
  return mode === 'tram';
}
