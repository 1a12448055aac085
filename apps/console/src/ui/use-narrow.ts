import { useSyncExternalStore } from 'react';

/** The width up to which the parts of the screen stand one under another; frame.css has it too. */
const NARROW = matchMedia('(max-width: 56.25rem)');

/** Whether the parts of the screen stand one under another: their order on the page is then what is seen first. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      NARROW.addEventListener('change', onChange);
      return () => NARROW.removeEventListener('change', onChange);
    },
    () => NARROW.matches,
  );
}
