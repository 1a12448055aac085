import { noticeKeys, parseOrder } from '@rukh/adapters/notices';
import type { Redis } from '@rukh/adapters/redis';
import { type TripRun, followAssignment, listAssignments } from '@rukh/domain/realtime';
import type { VehiclePosition } from '@rukh/domain/vehicle';

/** What dispatchers assigned, read from their orders again and again: an order taken back is followed no more. */
export class OrderedAssignments {
  readonly #key: string;
  #byVehicle: ReadonlyMap<string, TripRun> = new Map();

  constructor(
    private readonly redis: Redis,
    agency: string,
  ) {
    this.#key = noticeKeys(agency).orders;
  }

  /** What cannot be read is passed over: the feeds count it. While Redis is away the last holds. */
  async read(): Promise<void> {
    const texts = await this.redis.hvals(this.#key);
    this.#byVehicle = listAssignments(texts.flatMap((text) => parseOrder(text) ?? []));
  }

  /** The position as tracking is to read it; itself where nothing is ordered. */
  apply(position: VehiclePosition): VehiclePosition {
    const run = this.#byVehicle.get(position.vehicleId);
    return run ? followAssignment(position, run) : position;
  }
}
