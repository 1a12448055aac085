import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Long enough for requests that are there to be read. */
const TURN_MS = 2;
const LOOK_MS = 20;
/** What follows from taps may be late; it never stands still. */
const MOST_MS = 1_000;

/**
 * Lets taps that wait to be durable go before what is made of them. A fleet that comes back after a blackout waits with
 * its queues; prices and places of what it has brought do not hurry.
 */
@Injectable()
export class TapsFirst {
  #countWaiting = (): number => 0;

  watch(countWaiting: () => number): void {
    this.#countWaiting = countWaiting;
  }

  /** Before each step of such work: resolves once no tap of this process waits, and after a second at the latest. */
  async giveWay(): Promise<void> {
    const endMs = performance.now() + MOST_MS;
    await delay(TURN_MS);
    while (this.#countWaiting() > 0 && performance.now() < endMs) await delay(LOOK_MS);
  }
}
