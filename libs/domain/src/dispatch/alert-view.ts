/** What the console asks of alerts written by hand, and what it is answered. Times are epoch seconds. */
import type { ServiceAlert } from '../realtime/index.js';
import type { Author, BothLanguages, OrderWarning, PreviewFinding, RiderText } from './order-view.js';

/** draft: not told. future: told later. active: told now. archived: over, or taken back. */
export type AlertState = 'draft' | 'future' | 'active' | 'archived';

/** Longest texts of an alert, characters. */
export const ALERT_LIMITS = { header: 160, description: 2000, tts: 2000, url: 500, image: 300 } as const;

export const ALERT_IMAGE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/svg+xml',
  'image/gif',
] as const;

export interface AlertImage {
  readonly url: string;
  readonly mediaType: (typeof ALERT_IMAGE_TYPES)[number];
  /** What it shows, for who does not see it. */
  readonly alternativeText: BothLanguages;
}

/**
 * Body of POST and PUT of `/dispatch/alerts`, and of `/dispatch/alerts/preview`. A draft may lack texts (empty) and
 * entities; what is published may not.
 */
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
  /** Of an archived one: whether it was told before. */
  readonly isPublished: boolean;
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

/** What is found of an alert, in words for who writes it. */
export interface AlertFinding extends PreviewFinding {
  readonly words: BothLanguages;
}

/** How riders see an alert at a stop. */
export interface AlertOnBoard {
  readonly header: string;
  readonly description: string;
  readonly url?: string;
  readonly periods: readonly { readonly start?: number; readonly end?: number }[];
  readonly routeIds: readonly string[];
}

export interface AlertPreview {
  /** The entity as the feed's .txt has it, or will have it when its time comes; absent where it can not be there. */
  readonly text?: string;
  /** Why it would not be in the feed now. */
  readonly withheld?: string;
  readonly riderText: { readonly uk: RiderText; readonly en: RiderText };
  /** Absent where `text` is. */
  readonly onBoard?: { readonly uk: AlertOnBoard; readonly en: AlertOnBoard };
  /** Stops whose boards show it; the first few by name, the board of each is at `/s/{code}`. */
  readonly stopCount: number;
  readonly stops: readonly { readonly stopId: string; readonly code: string; readonly name: string }[];
  /** With an error it cannot be published. */
  readonly findings: readonly AlertFinding[];
  readonly warnings: readonly OrderWarning[];
  readonly canPublish: boolean;
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
