import type { NameParty } from '../operators/name-parties.js';
import type { Language } from './money-requests.js';

/** For whom a page of the money is written. */
export interface PageOptions {
  readonly lang: Language;
  readonly timeZone: string;
  readonly nameParty: NameParty;
}
