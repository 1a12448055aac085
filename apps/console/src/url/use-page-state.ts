import { useSyncExternalStore } from 'react';
import { type PageState, type Selection, readPageState, writePageState } from './page-state.js';

let state = readPageState(location.search);
const listeners = new Set<() => void>();

addEventListener('popstate', () => {
  state = readPageState(location.search);
  tell();
});

function tell(): void {
  for (const listener of listeners) listener();
}

/** A change of what is shown that the back button undoes; or, as `replace`, one that it does not. */
export function goTo(change: Partial<Clearable>, how: 'push' | 'replace' = 'push'): void {
  const next = stateWith(change);
  const search = writePageState(next);
  state = next;
  if (search !== location.search) {
    if (how === 'push') history.pushState(null, '', `${location.pathname}${search}`);
    else history.replaceState(null, '', `${location.pathname}${search}`);
  }
  tell();
}

/** The address of what a change would show, for a link. */
export function addressOf(change: Partial<Clearable>): string {
  return `${location.pathname}${writePageState(stateWith(change))}`;
}

export function select(selection: Selection | undefined): void {
  goTo({ selection }, 'replace');
}

/** `undefined` takes a part away. */
interface Clearable {
  readonly view: string;
  readonly pane: string;
  readonly selection: PageState['selection'] | undefined;
  readonly language: PageState['language'] | undefined;
  readonly at: number | undefined;
  readonly filters: PageState['filters'];
}

function stateWith(change: Partial<Clearable>): PageState {
  const merged = { ...state, ...change };
  const { selection, language, at, ...rest } = merged;
  return {
    ...rest,
    ...(selection && { selection }),
    ...(language && { language }),
    ...(at !== undefined && { at }),
  };
}

export function pageState(): PageState {
  return state;
}

export function watchPageState(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePageState(): PageState {
  return useSyncExternalStore(watchPageState, pageState);
}
