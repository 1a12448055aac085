import type { ReactNode } from 'react';
import type { Selection } from '../url/page-state.js';
import { addressOf, goTo } from '../url/use-page-state.js';

/** A link that selects something; opened in another tab it shows the same. */
export function ThingLink({ kind, id, children }: Selection & { children: ReactNode }) {
  const selection = { kind, id };
  return (
    <a
      href={addressOf({ selection })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo({ selection });
      }}
    >
      {children}
    </a>
  );
}
