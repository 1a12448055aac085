/**
 * How far the archive has written the updates, for whoever must not run ahead of them: the positions that come
 * by the other stream are worth a row only where no update brings them.
 */
export class UpdateProgress {
  /** Generations of position keys; the older is thrown away when the newer is full. */
  #recent = new Map<string, Set<number>>();
  #older = new Map<string, Set<number>>();
  #recentCount = 0;
  #writtenUntilMs = 0;

  /** All updates that came into the stream until then are written, epoch milliseconds of Redis' clock. */
  get writtenUntilMs(): number {
    return this.#writtenUntilMs;
  }

  advance(untilMs: number): void {
    this.#writtenUntilMs = Math.max(this.#writtenUntilMs, untilMs);
  }

  /** A position whose update is on its way into history. */
  remember(vehicleId: string, atMs: number): void {
    let times = this.#recent.get(vehicleId);
    if (!times) this.#recent.set(vehicleId, (times = new Set()));
    times.add(atMs);
    if (++this.#recentCount < MOST_REMEMBERED) return;
    this.#older = this.#recent;
    this.#recent = new Map();
    this.#recentCount = 0;
  }

  /** Where it says no though the update was written, a row is merged for nothing. */
  has(vehicleId: string, atMs: number): boolean {
    return (
      (this.#recent.get(vehicleId)?.has(atMs) ?? false) || (this.#older.get(vehicleId)?.has(atMs) ?? false)
    );
  }
}

/** Of each generation; an hour of 600 vehicles, a minute of 5,000 positions a second, some 10 MB. */
const MOST_REMEMBERED = 300_000;
