import { LowFloorStore, type Redis } from '@rukh/adapters/redis';
import type { VehiclePosition } from '@rukh/domain/vehicle';

/** GTFS-realtime WheelchairAccessible. */
const ACCESSIBLE = 2;
const INACCESSIBLE = 3;

/** What the city's registry knows of vehicles: its word holds before the tracker's, which is told where it says nothing. */
export class RegisteredVehicles {
  readonly #store: LowFloorStore;
  #known: Awaited<ReturnType<LowFloorStore['read']>> = new Map();

  constructor(redis: Redis, agency: string) {
    this.#store = new LowFloorStore(redis, agency);
  }

  /** While Redis is away the last holds. */
  async read(nowSeconds: number): Promise<void> {
    this.#known = await this.#store.read(nowSeconds);
  }

  /** The position as it is told on; itself where the registry says nothing else. */
  apply(position: VehiclePosition): VehiclePosition {
    const known = this.#known.get(position.vehicleId);
    if (!known) return position;
    const wheelchairAccessible = known.isLowFloor ? ACCESSIBLE : INACCESSIBLE;
    return position.wheelchairAccessible === wheelchairAccessible
      ? position
      : { ...position, wheelchairAccessible };
  }
}
