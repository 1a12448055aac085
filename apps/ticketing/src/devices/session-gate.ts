import { Injectable } from '@nestjs/common';
import { Problem } from '@rukh/service';

/** More than these wait for nothing: signatures are checked on the few threads that taps need too. */
const AT_ONCE = 16;
const RETRY_AFTER_SECONDS = 5;

/**
 * How many devices may open sessions at once. When the power comes back to a city a thousand ask in one second; taps go
 * on meanwhile, since a device that has no session yet signs by its key.
 */
@Injectable()
export class SessionGate {
  #opening = 0;

  /** @throws Problem 503 with Retry-After where too many are at it */
  async pass<T>(open: () => Promise<T>): Promise<T> {
    if (this.#opening >= AT_ONCE) {
      throw new Problem(503, { detail: 'Too many devices open sessions now.' }, RETRY_AFTER_SECONDS);
    }
    this.#opening++;
    try {
      return await open();
    } finally {
      this.#opening--;
    }
  }
}
