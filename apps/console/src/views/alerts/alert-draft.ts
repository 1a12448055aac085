/** What stands in the form of an alert, and what is asked of the server for it. */
import {
  type AlertImage,
  type AlertRequest,
  type AlertTemplate,
  type BothLanguages,
  speak,
} from '@rukh/domain/dispatch';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { readTimeField, writeTimeField } from '../../text/city-time.js';

export type InformedEntity = ServiceAlert['informedEntities'][number];

/** As fields hold them; empty is open. */
export interface PeriodDraft {
  readonly from: string;
  readonly until: string;
}

export interface AlertDraft {
  readonly cause: number;
  readonly effect: number;
  readonly severityLevel: number;
  readonly header: BothLanguages;
  readonly description: BothLanguages;
  readonly ttsHeader: BothLanguages;
  readonly ttsDescription: BothLanguages;
  readonly url: BothLanguages;
  readonly imageUrl: string;
  readonly imageType: AlertImage['mediaType'];
  readonly imageText: BothLanguages;
  readonly entities: readonly InformedEntity[];
  /** When it is told; none: at once, until it is taken back. */
  readonly told: readonly PeriodDraft[];
  /** When service is affected, where that is another time. */
  readonly impact: readonly PeriodDraft[];
}

export type DraftFault = 'time' | 'order' | 'address' | 'image';

const NONE: BothLanguages = { uk: '', en: '' };
const UNKNOWN_CAUSE = 1;
const UNKNOWN_EFFECT = 8;
const INFO = 2;

export const EMPTY_DRAFT: AlertDraft = {
  cause: UNKNOWN_CAUSE,
  effect: UNKNOWN_EFFECT,
  severityLevel: INFO,
  header: NONE,
  description: NONE,
  ttsHeader: NONE,
  ttsDescription: NONE,
  url: NONE,
  imageUrl: '',
  imageType: 'image/png',
  imageText: NONE,
  entities: [],
  told: [],
  impact: [],
};

/** An alert that was written before, in the fields of the form. */
export function draftOf(alert: ServiceAlert, timeZone: string): AlertDraft {
  const periods = (list: ServiceAlert['communicationPeriods'] = []): PeriodDraft[] =>
    list.map(({ start, end }) => ({
      from: start === undefined ? '' : writeTimeField(start, timeZone),
      until: end === undefined ? '' : writeTimeField(end, timeZone),
    }));
  return {
    ...EMPTY_DRAFT,
    cause: alert.cause ?? UNKNOWN_CAUSE,
    effect: alert.effect ?? UNKNOWN_EFFECT,
    severityLevel: alert.severityLevel ?? INFO,
    header: both(alert.header),
    description: both(alert.description),
    ttsHeader: writtenFor(alert.ttsHeader, alert.header),
    ttsDescription: writtenFor(alert.ttsDescription, alert.description),
    url: both(alert.url),
    imageUrl: alert.image?.url ?? '',
    imageType: (alert.image?.mediaType ?? EMPTY_DRAFT.imageType) as AlertImage['mediaType'],
    imageText: both(alert.image?.alternativeText),
    entities: alert.informedEntities,
    told: periods(alert.communicationPeriods),
    impact: periods(alert.impactPeriods),
  };
}

/** What no request can be made of; the rest the server says, in words. */
export function findDraftFaults(draft: AlertDraft, timeZone: string): DraftFault[] {
  const periods = [...draft.told, ...draft.impact];
  const isUnread = (text: string): boolean => text !== '' && readTimeField(text, timeZone) === undefined;
  const isTurned = ({ from, until }: PeriodDraft): boolean =>
    (readTimeField(from, timeZone) ?? 0) >= (readTimeField(until, timeZone) ?? Infinity);
  const addresses = [draft.url.uk, draft.url.en].filter((text) => text.trim() !== '');
  return [
    ...(periods.some(({ from, until }) => isUnread(from) || isUnread(until)) ? ['time' as const] : []),
    ...(periods.some(isTurned) ? ['order' as const] : []),
    ...(addresses.every(isAddress) ? [] : ['address' as const]),
    ...(draft.imageUrl.trim() === '' || isAddress(draft.imageUrl) ? [] : ['image' as const]),
  ];
}

/** Of a draft without faults. */
export function toRequest(draft: AlertDraft, timeZone: string, publish: boolean): AlertRequest {
  const periods = (list: readonly PeriodDraft[]): { start?: number; end?: number }[] =>
    list.flatMap(({ from, until }) => {
      const [start, end] = [readTimeField(from, timeZone), readTimeField(until, timeZone)];
      if (start === undefined && end === undefined) return [];
      return [{ ...(start !== undefined && { start }), ...(end !== undefined && { end }) }];
    });
  const { cause, effect, severityLevel, header, description } = draft;
  const [told, impact] = [periods(draft.told), periods(draft.impact)];
  const url = {
    uk: draft.url.uk.trim() || draft.url.en.trim(),
    en: draft.url.en.trim() || draft.url.uk.trim(),
  };
  return {
    header,
    description,
    ...(isEmpty(draft.ttsHeader) ? {} : { ttsHeader: draft.ttsHeader }),
    ...(isEmpty(draft.ttsDescription) ? {} : { ttsDescription: draft.ttsDescription }),
    ...(isEmpty(url) ? {} : { url }),
    ...(draft.imageUrl.trim() === ''
      ? {}
      : {
          image: {
            url: draft.imageUrl.trim(),
            mediaType: draft.imageType,
            alternativeText: draft.imageText,
          },
        }),
    cause,
    effect,
    severityLevel,
    ...(told.length > 0 && { communicationPeriods: told }),
    ...(impact.length > 0 && { impactPeriods: impact }),
    informedEntities: draft.entities,
    publish,
  };
}

/** The request that makes an alert again what it was: for the way back after a change. */
export function requestOf(alert: ServiceAlert, publish: boolean): AlertRequest {
  const told = Object.entries(alert).filter(([name]) => name !== 'alertId');
  return { ...(Object.fromEntries(told) as unknown as Omit<AlertRequest, 'publish'>), publish };
}

/** A template in the form: places that are known are filled in, others wait in braces. */
export function applyTemplate(
  draft: AlertDraft,
  { header, description, cause, effect, severityLevel }: AlertTemplate,
  known: Readonly<Record<string, string>>,
): AlertDraft {
  const fill = ({ uk, en }: BothLanguages): BothLanguages => {
    const put = (text: string): string =>
      text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => known[name] || gap);
    return { uk: put(uk), en: put(en) };
  };
  return { ...draft, header: fill(header), description: fill(description), cause, effect, severityLevel };
}

/** Two selectors that name the same. */
export function isSameEntity(a: InformedEntity, b: InformedEntity): boolean {
  return keyOfEntity(a) === keyOfEntity(b);
}

export function keyOfEntity({
  agencyId,
  routeId,
  routeType,
  directionId,
  stopId,
  trip,
}: InformedEntity): string {
  return JSON.stringify([agencyId, routeId, routeType, directionId, stopId, trip?.tripId, trip?.startDate]);
}

function both(texts: ServiceAlert['url']): BothLanguages {
  return { uk: texts?.['uk'] ?? '', en: texts?.['en'] ?? '' };
}

/** What was written for the voice; what is only read out is not kept, else it would stay when the text changes. */
function writtenFor(voice: ServiceAlert['url'], text: ServiceAlert['header']): BothLanguages {
  const [written, spoken] = [both(voice), speak(both(text))];
  return {
    uk: written.uk === spoken.uk ? '' : written.uk,
    en: written.en === spoken.en ? '' : written.en,
  };
}

function isEmpty({ uk, en }: BothLanguages): boolean {
  return uk.trim() === '' && en.trim() === '';
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]+\.?[^\s]*$/.test(text.trim()) && URL.canParse(text.trim());
}
