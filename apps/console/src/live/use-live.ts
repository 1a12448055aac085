import { useEffect, useState, useSyncExternalStore } from 'react';
import { type LiveStore, type Topic, live } from './live-store.js';

/** The store; the component is drawn again when a topic that it names has changed. */
export function useLive(...topics: readonly Topic[]): LiveStore {
  const key = topics.join();
  const [watch] = useState(() => (listener: () => void) => {
    const ends = (key.split(',') as Topic[]).map((topic) => live.watch(topic, listener));
    return () => {
      for (const end of ends) end();
    };
  });
  useSyncExternalStore(watch, () => topics.reduce((sum, topic) => sum + live.version(topic), 0));
  return live;
}

/** Epoch seconds of what is shown, told anew each so many seconds, and at once where another moment of the past is shown. */
export function useNow(everySeconds = 1): number {
  const [now, setNow] = useState(() => live.now());
  useEffect(() => {
    const renew = (): void => setNow(live.now());
    const timer = setInterval(renew, everySeconds * 1000);
    const end = live.watch('moment', renew);
    return () => {
      clearInterval(timer);
      end();
    };
  }, [everySeconds]);
  return now;
}
