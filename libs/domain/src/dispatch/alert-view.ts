/** What the console asks of alerts written by hand, and what it is answered. Times are epoch seconds. */
import type { ServiceAlert } from '../realtime/index.js';
import type { Author, BothLanguages, OrderWarning, PreviewFinding, RiderText } from './order-view.js';

/** draft: not told. future: told later. active: told now. archived: over, or taken back. */
export type AlertState = 'draft' | 'future' | 'active' | 'archived';

/** Longest texts of an alert, characters. */
export const ALERT_LIMITS = { header: 160, description: 2000, tts: 2000, url: 500, image: 300 } as const;

export interface AlertImage {
  readonly url: string;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml' | 'image/gif';
  /** What it shows, for who does not see it. */
  readonly alternativeText: BothLanguages;
}

/** Body of POST and PUT of `/dispatch/alerts`, and of `/dispatch/alerts/preview`. */
export interface AlertRequest {
  readonly header: BothLanguages;
  readonly description: BothLanguages;
  readonly ttsHeader?: BothLanguages;
  readonly ttsDescription?: BothLanguages;
  readonly url?: BothLanguages;
  readonly image?: AlertImage;
  /** Numbers of GTFS-realtime. */
  readonly cause: number;
  readonly effect: number;
  readonly severityLevel?: number;
  readonly communicationPeriods?: NonNullable<ServiceAlert['communicationPeriods']>;
  readonly impactPeriods?: NonNullable<ServiceAlert['impactPeriods']>;
  readonly informedEntities: ServiceAlert['informedEntities'];
  /** False keeps it a draft. */
  readonly publish: boolean;
}

export interface AlertView {
  readonly alertId: string;
  readonly state: AlertState;
  /** Also the ETag; If-Match with it is required of PUT and DELETE. */
  readonly revision: number;
  readonly alert: ServiceAlert;
  /** The order that brought it; such an alert is changed with its order only. */
  readonly orderId?: string;
  readonly createdBy: Author;
  readonly createdAt: number;
  readonly changedBy: Author;
  readonly changedAt: number;
  readonly endsAt?: number;
}

export interface AlertList {
  readonly alerts: readonly AlertView[];
}

export interface AlertPreview {
  /** The entity as the feed's .txt has it; absent where it would not be in the feed now, then `withheld` says why. */
  readonly text?: string;
  readonly withheld?: string;
  readonly riderText: { readonly uk: RiderText; readonly en: RiderText };
  readonly findings: readonly PreviewFinding[];
  readonly warnings: readonly OrderWarning[];
}

/** A text to begin an alert with; `{route}`, `{stop}`, `{from}`, `{to}` are to be filled in. */
export interface AlertTemplate {
  readonly templateId: string;
  readonly name: BothLanguages;
  readonly header: BothLanguages;
  readonly description: BothLanguages;
  readonly cause: number;
  readonly effect: number;
  readonly severityLevel: number;
}
