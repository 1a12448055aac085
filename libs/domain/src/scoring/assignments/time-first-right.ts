/** How long a trip runs before it is first told right: what a rider waits for at its first stops. */
export interface FirstRightScore {
  /** Trips of vehicles that were seen in service. */
  readonly trips: number;
  /** Of them, those that were never told right. */
  readonly never: number;
  /** From the first fix in service to the first that was told right, seconds; of trips that were told right. */
  readonly meanSeconds: number | undefined;
  readonly medianSeconds: number | undefined;
  readonly p90Seconds: number | undefined;
}

export class FirstRightTimes {
  readonly #seconds: number[] = [];
  #never = 0;
  readonly #running = new Map<number, { trip: string; inServiceSeconds: number; isTold: boolean }>();

  /** `inServiceSeconds` is how long the vehicle has been seen in service, on a clock of its own that never goes back. */
  note(vehicle: number, trip: string, inServiceSeconds: number, isRight: boolean): void {
    let running = this.#running.get(vehicle);
    if (running?.trip !== trip) {
      this.#end(running);
      running = { trip, inServiceSeconds, isTold: false };
      this.#running.set(vehicle, running);
    }
    if (!isRight || running.isTold) return;
    running.isTold = true;
    this.#seconds.push(inServiceSeconds - running.inServiceSeconds);
  }

  #end(running: { isTold: boolean } | undefined): void {
    if (running && !running.isTold) this.#never++;
  }

  /** Ends all trips: nothing may be noted after. */
  summarise(): FirstRightScore {
    for (const running of this.#running.values()) this.#end(running);
    this.#running.clear();
    const sorted = Float64Array.from(this.#seconds).sort();
    const at = (share: number): number | undefined =>
      sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    return {
      trips: sorted.length + this.#never,
      never: this.#never,
      meanSeconds:
        sorted.length === 0 ? undefined : sorted.reduce((sum, one) => sum + one, 0) / sorted.length,
      medianSeconds: at(0.5),
      p90Seconds: at(0.9),
    };
  }
}
