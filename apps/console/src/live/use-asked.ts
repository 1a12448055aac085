import { useCallback, useEffect, useState } from 'react';
import { ask } from './api.js';
import type { Topic } from './live-store.js';
import { useLive } from './use-live.js';

export interface Asked<T> {
  /** What was answered last; of another path it is gone. */
  readonly value: T | undefined;
  readonly error: unknown;
  /** Asks once more, at once. */
  readonly again: () => void;
}

/**
 * The answer of a path of the API, asked again each so many seconds, and when one of the topics has changed.
 * `undefined` asks nothing. The past is asked of with `?t=` where the page shows it.
 */
export function useAsked<T>(
  path: string | undefined,
  everySeconds = 0,
  ...topics: readonly Topic[]
): Asked<T> {
  const [answer, setAnswer] = useState<{ path: string; value: T | undefined; error: unknown }>();
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const store = useLive('link', 'moment', ...topics);
  const version = topics.reduce((sum, topic) => sum + store.version(topic), 0);
  const at = store.link === 'replay' ? Math.round(store.at) : undefined;
  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    const look = (): void => {
      // Of the snapshot that is shown: what runs on between two of them is drawn, not known.
      const time = at === undefined ? '' : `${path.includes('?') ? '&' : '?'}t=${at}`;
      ask<T>(path + time, { signal: abort.signal }).then(
        (value) => setAnswer({ path, value, error: undefined }),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setAnswer((before) => ({ path, value: before?.path === path ? before.value : undefined, error }));
        },
      );
    };
    look();
    const timer = everySeconds > 0 && at === undefined ? setInterval(look, everySeconds * 1000) : undefined;
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [path, everySeconds, version, at, round]);
  return answer?.path === path
    ? { value: answer?.value, error: answer?.error, again }
    : { value: undefined, error: undefined, again };
}
