// Whose a vehicle is: the registry's word first, else the agency of the route it runs on, else nobody's known. Kept in
// memory, since it is asked for each vehicle each second; looked at again every half minute and after each change here.
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Carrier, FleetStore, type FleetVehicle, ScheduleStore } from '@rukh/adapters/postgres';
import { formatServiceDay, pickInForce } from './pick-in-force.js';

const LOOK_EVERY_MS = 30_000;

@Injectable()
export class CarrierOf implements OnModuleInit, OnModuleDestroy {
  readonly #logger = new Logger('Fleet');
  #vehicles: ReadonlyMap<string, readonly FleetVehicle[]> = new Map();
  #registered: readonly Carrier[] = [];
  #timer: NodeJS.Timeout | undefined;
  #hasTrouble = false;

  constructor(
    private readonly fleet: FleetStore,
    private readonly schedules: ScheduleStore,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Reads the registry again. Never throws: while PostgreSQL is away, what was read last holds. */
  async look(): Promise<void> {
    try {
      const [carriers, rows] = await Promise.all([this.fleet.listCarriers(), this.fleet.list()]);
      this.#registered = carriers;
      this.#vehicles = Map.groupBy(rows, ({ vehicleId }) => vehicleId);
      this.#hasTrouble = false;
    } catch (error) {
      if (!this.#hasTrouble) this.#logger.warn(`the fleet cannot be read: ${(error as Error).message}`);
      this.#hasTrouble = true;
    }
  }

  /**
   * The carrier of a vehicle.
   * @param routeId the route it runs on, where known
   * @param atSeconds when, epoch seconds; now where not given
   */
  ofVehicle(vehicleId: string, routeId?: string, atSeconds?: number): string | undefined {
    const registered = this.find(vehicleId, atSeconds)?.carrierId;
    return registered ?? (routeId === undefined ? undefined : this.ofRoute(routeId));
  }

  /** The agency of a route, as the schedule in force has it: carrier of trips that no vehicle is on yet. */
  ofRoute(routeId: string): string | undefined {
    const schedule = this.schedules.current?.schedule;
    const route = schedule?.routes[schedule.routeIndexOf.get(routeId) ?? -1];
    return route && schedule.agencies[route.agency]?.agencyId;
  }

  /** What the registry has of a vehicle: label, plate, low floor. */
  find(vehicleId: string, atSeconds = Date.now() / 1000): FleetVehicle | undefined {
    const rows = this.#vehicles.get(vehicleId);
    return rows && pickInForce(rows, formatServiceDay(atSeconds, this.schedules.current?.schedule.timeZone));
  }

  /** Registered carriers and agencies of the schedule, by id; a registered one names itself. */
  listCarriers(): Carrier[] {
    const agencies = this.schedules.current?.schedule.agencies ?? [];
    const byId = new Map(agencies.map(({ agencyId, name }) => [agencyId, { carrierId: agencyId, name }]));
    for (const carrier of this.#registered) byId.set(carrier.carrierId, carrier);
    return [...byId.values()].sort((a, b) => a.carrierId.localeCompare(b.carrierId, 'en', { numeric: true }));
  }

  /** All rows of the registry, of all times. */
  listVehicles(): readonly FleetVehicle[] {
    return [...this.#vehicles.values()].flat();
  }
}
