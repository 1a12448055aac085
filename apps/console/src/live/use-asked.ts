import { useCallback, useEffect, useState } from 'react';
import { keepAsking, momentOf } from './keep-asking.js';
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
  // Of the snapshot that is shown: what runs on between two of them is drawn, not known.
  const at = store.link === 'replay' ? momentOf(path, store.at) : undefined;
  useEffect(() => {
    // Of a replay whose first moment has not come yet there is nothing to ask.
    if (path === undefined || at === 0) return;
    return keepAsking(path, at, everySeconds, (value, error) =>
      setAnswer((before) =>
        error === undefined || before?.path !== path
          ? { path, value: value as T | undefined, error }
          : { path, value: before.value, error },
      ),
    );
  }, [path, everySeconds, version, at, round]);
  return answer?.path === path
    ? { value: answer?.value, error: answer?.error, again }
    : { value: undefined, error: undefined, again };
}
