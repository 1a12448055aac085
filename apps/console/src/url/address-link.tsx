import type { AnchorHTMLAttributes } from 'react';
import { addressOf, goTo } from './use-page-state.js';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick'> {
  /** What becomes another in the address. */
  readonly to: Parameters<typeof addressOf>[0];
}

/** A link within the page; opened in another tab it shows the same. */
export function AddressLink({ to, children, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={addressOf(to)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo(to);
      }}
    >
      {children}
    </a>
  );
}
