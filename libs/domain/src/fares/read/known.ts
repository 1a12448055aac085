import type { FareProduct } from '../tariff/tariff.js';
import type { Names } from './read-names.js';

/** Ids that are defined so far. */
export interface Known {
  readonly names: Names;
  readonly products: ReadonlyMap<string, FareProduct>;
  readonly legGroups: ReadonlySet<string>;
}
