/** Follows now, or plays the past, as the address says. */
import { pageState, watchPageState } from '../url/use-page-state.js';
import { followLive } from './follow-live.js';
import type { LiveStore } from './live-store.js';
import { replay } from './replay.js';

/** @returns what ends it */
export function followClock(store: LiveStore, onSignedOut: () => void): () => void {
  let running: AbortController | undefined;
  let isPast: boolean | undefined;
  const choose = (): void => {
    const { at } = pageState();
    if (at !== undefined) replay.seek(at);
    if ((at !== undefined) === isPast) return;
    isPast = at !== undefined;
    running?.abort();
    running = new AbortController();
    if (isPast) {
      void replay.run(store, running.signal, onSignedOut);
    } else {
      store.setReplayTime(undefined);
      store.setLink('connecting');
      void followLive(store, running.signal, onSignedOut);
    }
  };
  choose();
  const end = watchPageState(choose);
  return () => {
    end();
    running?.abort();
  };
}
