import type { EntitySelector } from '../../realtime/index.js';
import type { BothLanguages } from '../order-view.js';

/** What riders are told of an order before anybody writes it anew. */
export interface AlertDraft {
  readonly header: BothLanguages;
  readonly description: BothLanguages;
  readonly effect: number;
  readonly severityLevel?: number;
  readonly informedEntities: readonly EntitySelector[];
}
