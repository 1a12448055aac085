import { useEffect, useRef } from 'react';

/** Opens with what it is in; where it closes, focus is where it was. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => opened?.focus();
  }, []);
  return dialog;
}
