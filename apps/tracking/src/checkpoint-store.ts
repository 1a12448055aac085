import { type Redis } from '@rukh/adapters/redis';
import type { TrackedVehicleCheckpoint } from '@rukh/domain/prediction';

/**
 * Checkpoints in Redis: one hash of vehicles, written in one command for all that moved, and the learned section
 * times. Losing them costs minutes of certainty, never a position, so a failed write is only counted.
 */
export class CheckpointStore {
  readonly #vehicles: string;
  readonly #sections: string;

  constructor(
    private readonly redis: Redis,
    agency: string,
  ) {
    this.#vehicles = `rukh:{${agency}}:tracking:vehicles`;
    this.#sections = `rukh:{${agency}}:tracking:sections`;
  }

  async writeVehicles(checkpoints: readonly TrackedVehicleCheckpoint[]): Promise<void> {
    if (checkpoints.length === 0) return;
    const pairs = checkpoints.flatMap((checkpoint) => [checkpoint.vehicleId, JSON.stringify(checkpoint)]);
    await this.redis.hset(this.#vehicles, ...pairs);
  }

  async removeVehicles(vehicleIds: readonly string[]): Promise<void> {
    if (vehicleIds.length > 0) await this.redis.hdel(this.#vehicles, ...vehicleIds);
  }

  /**
   * Checkpoints of vehicles heard of since an instant, epoch seconds; older ones are thrown away. What cannot be read (another
   * version wrote it) is left out and counted.
   */
  async readVehicles(
    since: number,
  ): Promise<{ checkpoints: TrackedVehicleCheckpoint[]; unreadable: number }> {
    const checkpoints: TrackedVehicleCheckpoint[] = [];
    const forgotten: string[] = [];
    let unreadable = 0;
    for (const [vehicleId, text] of Object.entries(await this.redis.hgetall(this.#vehicles))) {
      const checkpoint = parse(text);
      if (!isCheckpoint(checkpoint)) unreadable++;
      else if (checkpoint.at >= since) checkpoints.push(checkpoint);
      else forgotten.push(vehicleId);
    }
    await this.removeVehicles(forgotten);
    return { checkpoints, unreadable };
  }

  async writeSections(rows: readonly (readonly (string | number)[])[]): Promise<void> {
    await this.redis.set(this.#sections, JSON.stringify(rows));
  }

  async readSections(): Promise<(string | number)[][]> {
    const rows = parse((await this.redis.get(this.#sections)) ?? '[]');
    return Array.isArray(rows) ? (rows as (string | number)[][]) : [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The parts without which a checkpoint cannot be read; the rest is read as far as it goes. */
function isCheckpoint(value: unknown): value is TrackedVehicleCheckpoint {
  const candidate = value as Partial<TrackedVehicleCheckpoint> | undefined;
  return (
    typeof candidate?.vehicleId === 'string' &&
    typeof candidate.at === 'number' &&
    Array.isArray(candidate.place) &&
    Array.isArray(candidate.stand) &&
    Array.isArray(candidate.beam) &&
    Array.isArray(candidate.visits)
  );
}
