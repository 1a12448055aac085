import type { EntitySelector, TimeRange } from './feed-message.js';

/** A text in several languages, by BCP 47 code: `{ uk: 'Рух обмежено', en: 'Service is limited' }`. */
export type Texts = Readonly<Record<string, string>>;

/** A disruption as dispatchers write it down. Enumerations are GTFS-realtime's numbers. */
export interface ServiceAlert {
  readonly alertId: string;
  readonly header: Texts;
  readonly description: Texts;
  /** The same for a voice: numbers and abbreviations written out. */
  readonly ttsHeader?: Texts;
  readonly ttsDescription?: Texts;
  readonly url?: Texts;
  /** `url` is where it is, `alternativeText` what it shows, for who does not see it. */
  readonly image?: {
    readonly url: string;
    readonly mediaType: string;
    readonly alternativeText: Texts;
  };
  readonly cause?: number;
  readonly causeDetail?: Texts;
  readonly effect?: number;
  readonly effectDetail?: Texts;
  readonly severityLevel?: number;
  /** When it is told; always, where none is given. */
  readonly communicationPeriods?: readonly TimeRange[];
  /** When service is affected. */
  readonly impactPeriods?: readonly TimeRange[];
  readonly informedEntities: readonly EntitySelector[];
}
