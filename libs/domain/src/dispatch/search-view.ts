/** What the search finds over all kinds of things (GET /api/v1/dispatch/search). */
export const FOUND_KINDS = ['vehicle', 'route', 'stop', 'trip', 'block', 'order'] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

export interface FoundItem {
  readonly kind: FoundKind;
  readonly id: string;
  /** What it is called: a fleet number, a line, a stop's name. */
  readonly title: string;
  /** What tells it from others of its title: plate, long name, stop code, departure. */
  readonly detail?: string;
  readonly routeId?: string;
  readonly serviceDate?: string;
  readonly lat?: number;
  readonly lon?: number;
}

export interface SearchView {
  readonly query: string;
  /** The best of each kind, at most 8 a kind; whatever begins with the query before what holds it. */
  readonly found: readonly FoundItem[];
}
