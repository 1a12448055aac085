/**
 * What a device does with a deny list that is offered to it. Versions only grow: an old list, however well signed, is
 * how somebody would get a blocked card back on the bus.
 */

export interface HeldList {
  /** 0 where the device has none. */
  readonly version: number;
  /** Of the salt of its fingerprints; 0 where the device has none. */
  readonly epoch: number;
}

export type OfferedList =
  | { readonly kind: 'snapshot'; readonly epoch: number; readonly version: number }
  | { readonly kind: 'delta'; readonly epoch: number; readonly from: number; readonly to: number }
  | { readonly kind: 'head'; readonly epoch: number; readonly version: number };

/**
 * TAKE it. CONFIRMED: it says that what the device has is the newest. FETCH: there is something newer that this offer
 * does not lead to. REFUSE: it is older than what the device has, or contradicts it.
 */
export type ListStep = 'TAKE' | 'CONFIRMED' | 'FETCH' | 'REFUSE';

export function followList(held: HeldList, offered: OfferedList): ListStep {
  const version = offered.kind === 'delta' ? offered.to : offered.version;
  if (offered.epoch < held.epoch || version < held.version) return 'REFUSE';
  if (version === held.version) return offered.epoch === held.epoch ? 'CONFIRMED' : 'REFUSE';
  if (offered.kind === 'snapshot') return 'TAKE';
  if (offered.kind === 'head') return 'FETCH';
  // A delta from before what is held says also what is known already; adding and removing again changes nothing.
  return offered.epoch === held.epoch && offered.from <= held.version && held.version > 0 ? 'TAKE' : 'FETCH';
}
