import { useEffect, useRef } from 'react';
import { useNarrow } from './use-narrow.js';

/** Opens with what it is in; where it closes, focus is where it was. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isNarrow = useNarrow();
  useEffect(() => {
    const opened = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => opened?.focus();
  }, []);
  // Where the parts of the screen change places what is in them is moved, and a dialog that is moved lies over nothing any more.
  useEffect(() => {
    // By the next frame they have, whoever hears first that they are to.
    const frame = requestAnimationFrame(() => {
      const moved = dialog.current;
      if (!moved?.open || moved.matches(':modal')) return;
      moved.open = false;
      moved.showModal();
    });
    return () => cancelAnimationFrame(frame);
  }, [isNarrow]);
  return dialog;
}
