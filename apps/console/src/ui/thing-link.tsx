import type { ReactNode } from 'react';
import { AddressLink } from '../url/address-link.js';
import type { Selection } from '../url/page-state.js';

/** A link that selects something. */
export function ThingLink({ kind, id, children }: Selection & { children: ReactNode }) {
  return <AddressLink to={{ selection: { kind, id } }}>{children}</AddressLink>;
}
