/** What one person at one desk prefers; kept in the browser. */
import { useSyncExternalStore } from 'react';

export interface Preferences {
  readonly theme: 'light' | 'dark' | 'system';
  readonly language?: 'uk' | 'en';
  /** Single letters as shortcuts (WCAG 2.1.4: they can be switched off). */
  readonly letterKeys: boolean;
  readonly sound: boolean;
  /** Routes in charge: "my lines"; none means all. */
  readonly myRoutes: readonly string[];
}

const KEY = 'rukh-console';
const FIRST: Preferences = { theme: 'system', letterKeys: true, sound: false, myRoutes: [] };
const listeners = new Set<() => void>();
let current = read();

export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Private windows keep nothing: it holds until the page is closed.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);
}

/** Tells the styles; `system` leaves it to the media query. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = current.theme;
}

function read(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    const myRoutes = Array.isArray(kept.myRoutes) ? kept.myRoutes.filter((id) => typeof id === 'string') : [];
    return { ...FIRST, ...kept, myRoutes };
  } catch {
    return FIRST;
  }
}
