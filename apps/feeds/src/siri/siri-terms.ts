/** GTFS-realtime in the words of SIRI 2.0: what has no word there is told by the nearest that has. */
import { localClock } from '@rukh/domain/time';
import type { Mode } from '@rukh/domain/passenger';

/** Text and references are objects with a value, as SIRI's JSON has elements with attributes. */
export interface SiriValue {
  readonly value: string;
  readonly lang?: string;
}

export function ref(value: string): SiriValue {
  return { value };
}

/**
 * `2026-11-28T18:30:00+02:00`: with an offset in figures and without fractions, the only form that MOTIS reads.
 * @param at epoch seconds
 */
export function siriTime(at: number, timeZone: string): string {
  const ms = Math.round(at) * 1000;
  const wall = localClock(timeZone).wallMs(ms);
  const offset = Math.round((wall - ms) / 60_000);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  return `${new Date(wall).toISOString().slice(0, 19)}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** VehicleModesEnumeration. */
export function vehicleMode(mode: Mode): string {
  const rail: Readonly<Partial<Record<Mode, string>>> = {
    tram: 'tram',
    metro: 'metro',
    train: 'rail',
    ferry: 'ferry',
    cable_tram: 'tram',
  };
  return rail[mode] ?? 'bus';
}

/** OccupancyEnumeration of SIRI 2.0 has three steps. */
export function siriOccupancy(status: number | undefined): string | undefined {
  const steps = [
    'seatsAvailable',
    'seatsAvailable',
    'seatsAvailable',
    'standingAvailable',
    'standingAvailable',
    'full',
    'full',
  ];
  return status === undefined ? undefined : steps[status];
}

/** CallStatusEnumeration: a minute either way is on time. */
export function callStatus(aimedAt: number | undefined, expectedAt: number | undefined): string | undefined {
  if (aimedAt === undefined || expectedAt === undefined) return undefined;
  const late = expectedAt - aimedAt;
  return late >= 60 ? 'delayed' : late <= -60 ? 'early' : 'onTime';
}

/** The element that holds the reason, and its value, by GTFS-realtime's cause. */
export function siriReason(cause: number | undefined): Readonly<Record<string, string>> {
  return REASONS[cause ?? 0] ?? { UnknownReason: 'unknown' };
}

const REASONS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  3: { EquipmentReason: 'technicalProblem' },
  4: { PersonnelReason: 'industrialAction' },
  5: { MiscellaneousReason: 'demonstration' },
  6: { MiscellaneousReason: 'accident' },
  7: { MiscellaneousReason: 'holiday' },
  9: { EquipmentReason: 'maintenanceWork' },
  10: { EquipmentReason: 'constructionWork' },
  11: { MiscellaneousReason: 'policeActivity' },
};

/** ServiceConditionEnumeration by GTFS-realtime's effect. */
export function siriCondition(effect: number | undefined): string {
  return CONDITIONS[effect ?? 0] ?? 'unknown';
}

const CONDITIONS: Readonly<Record<number, string>> = {
  1: 'noService',
  2: 'disrupted',
  3: 'delayed',
  4: 'diverted',
  5: 'additionalService',
  6: 'altered',
  9: 'altered',
  10: 'normalService',
};

/** SeverityEnumeration by GTFS-realtime's severity level. */
export function siriSeverity(level: number | undefined): string {
  return ['undefined', 'unknown', 'slight', 'normal', 'severe'][level ?? 0] ?? 'undefined';
}
