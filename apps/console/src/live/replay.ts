/**
 * The past, played on the same screen: snapshots asked for ahead of the moment that is shown, so that vehicles move
 * between two of them as they did. The address holds the moment; it is written when playing pauses or jumps.
 */
import type { LiveSnapshot } from '@rukh/domain/dispatch';
import { goTo } from '../url/use-page-state.js';
import { type AfterFailure, afterFailure, pauseAfter } from './after-failure.js';
import { type ApiProblem, ask } from './api.js';
import { fetchCity } from './follow-live.js';
import type { LiveStore } from './live-store.js';

export const REPLAY_SPEEDS = [1, 2, 5, 10, 30, 60] as const;
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number];
/** How often a snapshot is asked for while playing, at any speed. */
const STEP_MS = 1000;
const LEAST_PAUSE_MS = 50;

export interface ReplayState {
  /** Epoch seconds of what is shown. */
  readonly at: number;
  readonly isPlaying: boolean;
  readonly speed: ReplaySpeed;
  /** Nothing is kept of this moment. */
  readonly isEmpty: boolean;
  /** It was played on to where history is still being written. */
  readonly isCaughtUp: boolean;
  /** The server will not show this moment, however often it is asked. */
  readonly refusal: ApiProblem | undefined;
}

class Replay {
  #state: ReplayState = {
    at: 0,
    isPlaying: false,
    speed: 1,
    isEmpty: false,
    isCaughtUp: false,
    refusal: undefined,
  };
  readonly #listeners = new Set<() => void>();
  #wanted: number | undefined;
  #wake: (() => void) | undefined;

  readonly state = (): ReplayState => this.#state;

  readonly watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows another moment; of the one shown already it is nothing. */
  seek(at: number): void {
    if (at === Math.round(this.#state.at) && this.#wanted === undefined) return;
    this.#wanted = at;
    this.#set({ at, isCaughtUp: false, refusal: undefined });
    this.#wake?.();
  }

  setSpeed(speed: ReplaySpeed): void {
    this.#set({ speed });
  }

  play(): void {
    this.#set({ isPlaying: true });
    this.#wake?.();
  }

  pause(): void {
    this.#set({ isPlaying: false });
    this.#wanted = Math.round(this.#state.at);
    this.#wake?.();
    goTo({ at: Math.round(this.#state.at) }, 'replace');
  }

  /** Until aborted. */
  async run(store: LiveStore, signal: AbortSignal, onSignedOut: () => void): Promise<void> {
    store.setLink('replay');
    this.#wanted ??= this.#state.at;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const wanted: number | undefined = this.#wanted;
      const after = await this.#tryStep(store, signal);
      if (isAborted(signal)) return;
      if (after === 'signedOut') {
        onSignedOut();
        return;
      }
      const isLost = after === 'askAgain';
      failures = isLost ? failures + 1 : 0;
      store.setLink(isLost ? 'lost' : 'replay');
      // What the answer took is part of the step: played at sixty times a minute passes in a second.
      const left = Math.max(LEAST_PAUSE_MS, STEP_MS - (performance.now() - startedAt));
      await this.#pauseFor(isLost ? pauseAfter(failures) : this.#state.isPlaying ? left : Infinity, signal);
      // A server that was away for a moment is asked for the same one again, unless another is wanted by now.
      if (isLost) this.#wanted ??= wanted;
    }
  }

  async #tryStep(store: LiveStore, signal: AbortSignal): Promise<AfterFailure | 'shown'> {
    try {
      await this.#step(store, signal);
      return 'shown';
    } catch (error) {
      const after = afterFailure(error);
      if (signal.aborted || after === 'askAgain' || after === 'signedOut') return after;
      const isCaughtUp = this.#state.isPlaying && after === 'notYet';
      const refusal = after === 'refused' ? (error as ApiProblem) : undefined;
      this.#set({ isEmpty: !isCaughtUp && !refusal, isPlaying: false, isCaughtUp, refusal });
      return after;
    }
  }

  async #step(store: LiveStore, signal: AbortSignal): Promise<void> {
    const jumps = this.#wanted !== undefined;
    const at = this.#wanted ?? this.#state.at + (STEP_MS / 1000) * this.#state.speed;
    this.#wanted = undefined;
    // Its clock is needed also where nothing is kept of the moment.
    if (!store.city) await fetchCity(store, signal);
    // Nobody is there yet to be moved by it: what is waited for is said at once.
    if (store.vehicles.size === 0) store.setReplayTime(at, 0);
    const snapshot = await ask<LiveSnapshot>(`/dispatch/live?t=${Math.round(at)}`, { signal });
    // A jump meanwhile: what came is of a moment that nobody waits for any more.
    if (this.#hasJumped()) return;
    store.setReplayTime(at, this.#state.isPlaying ? this.#state.speed : 0);
    if (jumps) store.vehicles.clear();
    if (store.city?.network.feedVersion !== snapshot.feedVersion) {
      await fetchCity(store, signal, snapshot.at);
    }
    store.takeSnapshot(snapshot);
    this.#set({ at, isEmpty: false, refusal: undefined });
  }

  #hasJumped(): boolean {
    return this.#wanted !== undefined;
  }

  #set(change: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #pauseFor(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#hasJumped()) return;
    await new Promise<void>((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = end;
      signal.addEventListener('abort', end, { once: true });
    });
    this.#wake = undefined;
  }
}

export const replay = new Replay();

/** Asked after a wait, when it may have changed. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
