/** When vehicles left each stop of each direction, of the last hour and a bit: what regularity is measured by. */
const KEPT_SECONDS = 4500;

export class StopPassages {
  /** By direction and stop; rising. */
  readonly #times = new Map<string, Map<number, number[]>>();

  note(key: string, stop: number, at: number): void {
    let stops = this.#times.get(key);
    if (!stops) this.#times.set(key, (stops = new Map<number, number[]>()));
    const times = stops.get(stop);
    if (!times) {
      stops.set(stop, [at]);
      return;
    }
    // Reports of several vehicles come a little out of order.
    let place = times.length;
    while (place > 0 && times[place - 1]! > at) place--;
    if (times[place - 1] !== at) times.splice(place, 0, at);
  }

  list(key: string, stop: number, from: number, to: number): number[] {
    return (
      this.#times
        .get(key)
        ?.get(stop)
        ?.filter((at) => at >= from && at < to) ?? []
    );
  }

  trim(now: number): void {
    for (const stops of this.#times.values()) {
      for (const [stop, times] of stops) {
        const keep = times.findIndex((at) => at >= now - KEPT_SECONDS);
        if (keep < 0) stops.delete(stop);
        else if (keep > 0) times.splice(0, keep);
      }
    }
  }
}
