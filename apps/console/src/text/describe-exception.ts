/** An exception in words: what, where, how much. */
import { type DispatchException, findShortfall, nameException } from '@rukh/domain/dispatch';
import type { City } from '../live/city.js';
import type { Vehicle } from '../live/vehicle.js';
import { CITY_TEXTS } from './city-texts.js';
import type { Language } from './define-texts.js';
import { type Zone, clockMinutes, duration, metres, primeMinutes, signedMinutes } from './format.js';

export interface ExceptionWords {
  readonly title: string;
  readonly line: string;
  /** Which way, which vehicle, which block. */
  readonly where: string;
  /** Short, with its sign: `+12`, `22′`, `70 м`. Empty where there is no figure. */
  readonly value: string;
}

export function describeException(
  exception: DispatchException,
  language: Language,
  city: City | undefined,
  vehicleOf: (id: string) => Vehicle | undefined,
): ExceptionWords {
  const { routeId, directionId, vehicleId, otherVehicleId, blockId } = exception;
  const label = (id: string): string => vehicleOf(id)?.label ?? id;
  const headsign = city?.headsign(routeId, directionId) ?? '';
  const vehicles = [vehicleId, otherVehicleId].filter((id) => id !== undefined).map(label);
  const block =
    vehicleId === undefined && blockId !== undefined ? `${CITY_TEXTS[language].block} ${blockId}` : '';
  const texts = CITY_TEXTS[language];
  const why = findShortfall(exception) ? texts.shortfallWhy : '';
  return {
    title: titleOf(exception, language),
    line: city?.routeName(routeId) ?? routeId ?? '',
    where: [why, headsign === '' ? '' : `→\u00a0${headsign}`, vehicles.join(' + '), block]
      .filter((t) => t !== '')
      .join(' · '),
    value: describeValue(exception, language, city?.timeZone),
  };
}

function titleOf(exception: DispatchException, language: Language): string {
  return isUnending(exception) ? CITY_TEXTS[language].unending : nameException(exception)[language];
}

/** A reminder of what nothing ends has no time left to tell. */
function isUnending({ kind, value }: DispatchException): boolean {
  return kind === 'expiring' && value === undefined;
}

function describeValue(exception: DispatchException, language: Language, zone: Zone): string {
  const { kind, value, expected = 0, raisedAt } = exception;
  if (value === undefined) return '';
  const shortfall = findShortfall(exception);
  if (kind === 'feed_fault' || shortfall === 'city') return CITY_TEXTS[language].ofAll(value, expected);
  // Of a line those are told who are there, as everywhere else.
  if (shortfall === 'line') return CITY_TEXTS[language].ofAll(expected - value, expected);
  switch (kind) {
    case 'very_late':
      return signedMinutes(value);
    case 'early':
      return signedMinutes(-Math.abs(value));
    case 'gap':
    case 'bunch':
      return primeMinutes(value);
    case 'off_route':
      return metres(language, value);
    case 'no_signal':
    case 'unassigned':
    case 'driver_alarm':
      return duration(language, value);
    case 'not_started':
      return clockMinutes(language, raisedAt - value, zone);
    case 'expiring':
      return duration(language, value);
  }
}
