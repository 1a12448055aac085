import type { Agency, Publisher, ReadersLanguage, Route, Service, TranslatedNames } from '../schedule.js';

/** Raised whenever the layout of the container changes. */
export const FORMAT = 'rukh-schedule-3';

/** All texts of a schedule: one JSON document, which engines read faster than anything written by hand. */
export interface Texts {
  readonly feedVersion: string;
  readonly publisher?: Publisher;
  readonly language?: string;
  readonly translations: Readonly<Partial<Record<ReadersLanguage, TranslatedTexts>>>;
  readonly timeZone: string;
  readonly agencies: readonly Agency[];
  readonly routes: readonly Route[];
  readonly services: readonly (Omit<Service, 'addedDates' | 'removedDates'> & {
    readonly addedDates: readonly string[];
    readonly removedDates: readonly string[];
  })[];
  readonly stops: StopTexts;
  readonly tripIds: readonly string[];
  readonly headsigns: readonly string[];
  readonly blockIds: readonly string[];
  readonly shapeIds: readonly string[];
}

/** Headsigns are those of `headsigns` of the whole container, by the columns that follow. */
export type TranslatedTexts = Omit<TranslatedNames, 'headsigns'>;

interface StopTexts {
  readonly ids: readonly string[];
  readonly codes: readonly string[];
  readonly names: readonly string[];
}
