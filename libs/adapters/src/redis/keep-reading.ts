import { setTimeout as delay } from 'node:timers/promises';

export interface Reading {
  readonly stop: AbortSignal;
  /** Before the first reading, and after whatever went wrong. */
  readonly findPlace: () => Promise<void>;
  /** Reads once, and deals with what came. */
  readonly readOn: () => Promise<void>;
  readonly onError: ((error: Error) => void) | undefined;
  readonly retryMaxMs: number;
}

export const RETRY_MIN_MS = 50;

/** Reads on until it is stopped: what fails is told, and begun again from its place after a pause that doubles. */
export async function keepReading({ stop, findPlace, readOn, onError, retryMaxMs }: Reading): Promise<void> {
  let waitMs = RETRY_MIN_MS;
  let mustFindPlace = true;
  while (!stop.aborted) {
    try {
      if (mustFindPlace) await findPlace();
      mustFindPlace = false;
      await readOn();
      waitMs = RETRY_MIN_MS;
    } catch (error) {
      mustFindPlace = true;
      onError?.(error as Error);
      await delay(waitMs, undefined, { signal: stop }).catch(() => undefined);
      waitMs = Math.min(2 * waitMs, retryMaxMs);
    }
  }
}
