import { useEffect, useRef } from 'react';
import { live } from '../live/live-store.js';
import { PANES } from '../views/pane-list.js';
import { preferences } from '../ui/preferences.js';
import { goTo, pageState } from '../url/use-page-state.js';

/** Keys that work anywhere: F6 round the regions, Ctrl K to the search, letters to the panes, ? to the help. */
export function useFrameKeys(onSearch: () => void): void {
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.key === 'F6') {
        event.preventDefault();
        focusRegion(event.shiftKey ? -1 : 1);
      } else if (event.code === 'KeyK' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        search.current();
      } else if (isLetter(event)) showByLetter(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

/** Whether the key is to be taken as a shortcut: letters are on, and nobody is writing. By its place, in any layout. */
export function isLetter(event: KeyboardEvent): boolean {
  if (!preferences().letterKeys || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.querySelector('dialog[open]')) return false;
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable]') == null;
}

function showByLetter(event: KeyboardEvent): void {
  if (event.key === '?') {
    goTo({ view: 'help' });
    return;
  }
  const { at } = pageState();
  if (at !== undefined && (event.code === 'BracketLeft' || event.code === 'BracketRight')) {
    goTo({ at: Math.round(live.now()) + (event.code === 'BracketLeft' ? -60 : 60) }, 'replace');
    return;
  }
  const pane = PANES.find(({ key }) => event.code === `Key${key.toUpperCase()}`);
  if (pane && !event.shiftKey) goTo({ view: 'live', pane: pane.id });
}

function focusRegion(step: number): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.offsetParent !== null || region.getClientRects().length > 0,
  );
  const now = regions.findIndex((region) => region.contains(document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : regions.length - 1) : (now + step + regions.length) % regions.length;
  regions[next]?.focus();
}
