/** Where on the map the alerts in force are: the lines and stops that riders are told of. */
import type { AlertView } from '@rukh/domain/dispatch';
import type { City } from '../../live/city.js';
import { mercatorX, mercatorY } from '../../live/shape-line.js';

type Point = readonly [x: number, y: number];

export interface AlertedPlaces {
  readonly lines: readonly (readonly Point[])[];
  readonly stops: readonly Point[];
}

/** What one alert is about. An agency or a kind of transport is no place: it is said, not drawn. */
export interface AlertedThings {
  readonly routeIds: readonly string[];
  readonly stopIds: readonly string[];
  readonly isWide: boolean;
}

export function thingsOfAlert({ alert }: Pick<AlertView, 'alert'>): AlertedThings {
  const entities = alert.informedEntities;
  // A line at a stop is that stop; on its own it is all of the line.
  const routes = entities.flatMap(({ routeId, trip, stopId }) =>
    stopId === undefined ? (routeId ?? trip?.routeId ?? []) : [],
  );
  return {
    routeIds: [...new Set(routes)],
    stopIds: [...new Set(entities.flatMap(({ stopId }) => stopId ?? []))],
    isWide: entities.some(
      ({ routeId, trip, stopId }) => routeId === undefined && trip === undefined && stopId === undefined,
    ),
  };
}

export function placeAlerts(city: City, alerts: readonly Pick<AlertView, 'alert'>[]): AlertedPlaces {
  const things = alerts.map(thingsOfAlert);
  const routeIds = new Set(things.flatMap((one) => one.routeIds));
  const stopIds = new Set(things.flatMap((one) => one.stopIds));
  return {
    lines: [...routeIds].flatMap((routeId) =>
      (city.routes.get(routeId)?.patterns ?? []).flatMap(({ patternId }) => {
        const line = city.shape(patternId);
        return line ? [Array.from(line.x, (x, i): Point => [x, line.y[i]!])] : [];
      }),
    ),
    stops: [...stopIds].flatMap((stopId) => {
      const stop = city.stops.get(stopId);
      return stop ? [[mercatorX(stop.lon), mercatorY(stop.lat)] as const] : [];
    }),
  };
}
