import { Injectable } from '@nestjs/common';
import { AccessAudit, FleetStore, type FleetVehicle } from '@rukh/adapters/postgres';
import { type FleetFault, type FleetImportView, type Principal, seesCarrier } from '@rukh/domain/dispatch';
import { CarrierOf } from './carrier-of.js';
import { type FleetLine, type ReadFleet, readFleet } from './read-fleet.js';

const SHOWN_FAULTS = 200;

/** Files of vehicles: all of one is taken, or nothing, and every fault is told at once. */
@Injectable()
export class FleetDesk {
  constructor(
    private readonly fleet: FleetStore,
    private readonly carrierOf: CarrierOf,
    private readonly audit: AccessAudit,
  ) {}

  /** `isTrial` says what would be, and changes nothing. */
  async import(
    who: Principal,
    text: string,
    { isTrial, address }: { readonly isTrial: boolean; readonly address?: string | undefined },
  ): Promise<FleetImportView> {
    const read = readFleet(text);
    const faults = [...read.faults, ...this.#findForeign(who, read)];
    const vehicles = read.rows.map(({ vehicle }) => vehicle);
    const counted = this.#count(vehicles);
    if (faults.length === 0) {
      const clash = isTrial
        ? await this.fleet.tryPut(vehicles)
        : await this.fleet.put(vehicles, read.carriers);
      faults.push(...read.rows.flatMap((row) => sayClash(row, clash)));
    }
    const isDone = !isTrial && faults.length === 0;
    if (isDone) {
      const details = { rows: vehicles.length, vehicles: vehicles.slice(0, 20), carriers: read.carriers };
      await this.audit.note({ kind: 'fleet_changed', actor: who.userId, address, details });
      await this.carrierOf.look();
    }
    return {
      isDone,
      rows: vehicles.length,
      ...counted,
      carriers: read.carriers,
      faults: faults.slice(0, SHOWN_FAULTS),
      faultCount: faults.length,
    };
  }

  /** Rows of carriers that one does not see, and vehicles that are theirs. */
  #findForeign(who: Principal, { rows }: ReadFleet): FleetFault[] {
    if (who.carrierIds === undefined) return [];
    const taken = new Set(
      this.carrierOf
        .listVehicles()
        .filter(({ carrierId }) => !seesCarrier(who, carrierId))
        .map(({ vehicleId }) => vehicleId),
    );
    return rows
      .filter(({ vehicle }) => !seesCarrier(who, vehicle.carrierId) || taken.has(vehicle.vehicleId))
      .map(({ line }) => ({ line, words: { uk: 'це іншого перевізника', en: 'this is another carrier’s' } }));
  }

  /** Against what the registry had before. */
  #count(vehicles: readonly FleetVehicle[]): Pick<FleetImportView, 'added' | 'changed' | 'same'> {
    const known = new Map(this.carrierOf.listVehicles().map((row) => [keyOf(row), writeRow(row)]));
    const counts = { added: 0, changed: 0, same: 0 };
    for (const vehicle of vehicles) {
      const before = known.get(keyOf(vehicle));
      counts[before === undefined ? 'added' : before === writeRow(vehicle) ? 'same' : 'changed']++;
    }
    return counts;
  }
}

function keyOf({ vehicleId, validFrom }: FleetVehicle): string {
  return `${vehicleId} ${validFrom ?? ''}`;
}

function writeRow(row: FleetVehicle): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => a.localeCompare(b)));
}

function sayClash({ line, vehicle: { vehicleId } }: FleetLine, clash: readonly string[]): FleetFault[] {
  if (!clash.includes(vehicleId)) return [];
  const words = {
    uk: `дні машини ${vehicleId} перетинаються: у цьому файлі або в реєстрі`,
    en: `the days of vehicle ${vehicleId} meet: in this file or in the registry`,
  };
  return [{ line, words }];
}
