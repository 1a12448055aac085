/** Asking the API for one answer again and again, of now, or once of a moment of the past. */
import { afterFailure } from './after-failure.js';
import { ask } from './api.js';

/** A page that has nothing yet to show waits no longer than this for a server that was away. */
const SOON_MS = 5000;
const MINUTE = 60;
/** What changes no oftener than each minute is not asked for each second of a replay that plays. */
const BY_THE_MINUTE: ReadonlySet<string> = new Set(['/dispatch/service-day']);

/** The moment, epoch seconds, that a path is asked of where this one is shown. */
export function momentOf(path: string | undefined, at: number): number {
  if (path === undefined || !BY_THE_MINUTE.has(path)) return Math.round(at);
  return Math.floor(at / MINUTE) * MINUTE;
}

/** @returns what ends it */
export function keepAsking(
  path: string,
  at: number | undefined,
  everySeconds: number,
  take: (value: unknown, error: unknown) => void,
): () => void {
  const abort = new AbortController();
  const time = at === undefined ? '' : `${path.includes('?') ? '&' : '?'}t=${at}`;
  let isAnswered = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(soon);
    ask<unknown>(path + time, { signal: abort.signal }).then(
      (value) => {
        isAnswered = true;
        take(value, undefined);
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        take(undefined, error);
        if (isAnswered || everySeconds <= 0 || afterFailure(error) !== 'askAgain') return;
        clearTimeout(soon);
        soon = setTimeout(look, SOON_MS);
      },
    );
  };
  look();
  const timer = everySeconds > 0 && at === undefined ? setInterval(look, everySeconds * 1000) : undefined;
  return () => {
    clearInterval(timer);
    clearTimeout(soon);
    abort.abort();
  };
}
