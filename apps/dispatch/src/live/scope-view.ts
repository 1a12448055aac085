/** What of the watch somebody may see: who is of some carriers is shown nothing of the others'. */
import {
  type DataLamp,
  type DispatchException,
  type Principal,
  type Sees,
  type SeesCarrier,
  type ServiceWatch,
  type VehicleRow,
  VEHICLE_COLUMNS,
  seesCarrier,
} from '@rukh/domain/dispatch';
import type { LiveEvent } from './event-ring.js';

const CARRIER = VEHICLE_COLUMNS.indexOf('carrierId');
const AHEAD = VEHICLE_COLUMNS.indexOf('vehicleAheadId');

export function seesAll({ carrierIds }: Principal): boolean {
  return carrierIds === undefined;
}

/** Vehicles of which carriers somebody may see. */
export function seesCarriersOf(principal: Principal): SeesCarrier {
  return (carrierId) => seesCarrier(principal, carrierId);
}

/** Which vehicles somebody may see. */
export function seesOf(principal: Principal, watch: ServiceWatch): Sees {
  return seesAll(principal) ? () => true : (vehicle) => seesCarrier(principal, watch.carrierOf(vehicle));
}

export function seesVehicle(principal: Principal, watch: ServiceWatch, vehicleId: string): boolean {
  if (seesAll(principal)) return true;
  const vehicle = watch.vehicles.get(vehicleId);
  return seesCarrier(principal, vehicle && watch.carrierOf(vehicle));
}

export function scopeRows(
  principal: Principal,
  watch: ServiceWatch,
  rows: readonly VehicleRow[],
): readonly VehicleRow[] {
  if (seesAll(principal)) return rows;
  return rows
    .filter((row) => seesCarrier(principal, (row[CARRIER] as string | null) ?? undefined))
    .map((row) => {
      const ahead = row[AHEAD];
      if (typeof ahead !== 'string' || seesVehicle(principal, watch, ahead)) return row;
      return row.map((value, i) => (i === AHEAD ? null : value));
    });
}

/** Undefined where it is not theirs; the other vehicle of two is not named where it is not theirs. */
export function scopeException(
  principal: Principal,
  watch: ServiceWatch | undefined,
  exception: DispatchException,
): DispatchException | undefined {
  if (seesAll(principal)) return exception;
  if (!seesCarrier(principal, exception.carrierId)) return undefined;
  const { otherVehicleId, ...rest } = exception;
  const isNamed =
    otherVehicleId !== undefined && watch !== undefined && seesVehicle(principal, watch, otherVehicleId);
  return isNamed ? exception : rest;
}

export function scopeLamp(principal: Principal, watch: ServiceWatch, now: number): DataLamp {
  return watch.lamp(now, seesOf(principal, watch));
}

/** An event's data as somebody is sent it; undefined where there is nothing in it for them. */
export function scopeEvent(
  principal: Principal,
  watch: ServiceWatch,
  event: LiveEvent,
  now: number,
): unknown {
  switch (event.name) {
    case 'vehicles': {
      const changed = scopeRows(principal, watch, event.data.changed);
      const gone = event.data.gone.filter((_, i) => seesCarrier(principal, event.goneCarriers?.[i]));
      return changed.length + gone.length === 0 ? undefined : { at: event.data.at, changed, gone };
    }
    case 'exception':
      return scopeException(principal, watch, event.data);
    case 'lamp':
      return scopeLamp(principal, watch, now);
    case 'orders':
    case 'alerts':
    case 'journal':
    case 'line':
    case 'lineGroups':
    case 'network':
    case 'resync':
      return event.data;
  }
}
