import { useEffect, useRef } from 'react';
import { live } from '../live/live-store.js';
import { PANES } from '../views/pane-list.js';
import { preferences } from '../ui/preferences.js';
import { undoLast } from '../ui/toasts.js';
import { goTo, pageState } from '../url/use-page-state.js';

/** Keys that work anywhere: F6 round the regions, Ctrl K to the search, Ctrl Z takes back, letters to the panes, ? to the help. */
export function useFrameKeys(onSearch: () => void): void {
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    // Before the fields have them: some keep every key to themselves.
    const listenFirst = (event: KeyboardEvent): void => {
      if (isInDialog() || !obey(event, search.current)) return;
      event.preventDefault();
    };
    const listen = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && isLetter(event)) showByLetter(event);
    };
    addEventListener('keydown', listenFirst, { capture: true });
    addEventListener('keydown', listen);
    return () => {
      removeEventListener('keydown', listenFirst, { capture: true });
      removeEventListener('keydown', listen);
    };
  }, []);
}

/** @returns whether the key was one of those that work from anywhere */
function obey(event: KeyboardEvent, search: () => void): boolean {
  const hasControl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (event.key === 'F6') focusRegion(event.shiftKey ? -1 : 1);
  else if (hasControl && event.code === 'KeyK') search();
  else if (hasControl && event.code === 'KeyZ' && !isWriting(event.target)) return undoLast();
  else return false;
  return true;
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** Whether the key is to be taken as a shortcut: letters are on, and nobody is writing. By its place, in any layout. */
export function isLetter(event: KeyboardEvent): boolean {
  if (!preferences().letterKeys || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !isInDialog() && !isWriting(event.target);
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
  // The innermost: parts may stand in parts.
  const now = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : regions.length - 1) : (now + step + regions.length) % regions.length;
  regions[next]?.focus();
}
