/**
 * What is wrong with an alert that somebody writes: what keeps it from riders, what the rules of feeds say of it, and
 * what its author may not think of. In words for the author, in both languages.
 */
import type { Schedule } from '../../gtfs/index.js';
import {
  type FeedEntity,
  type ServiceAlert,
  UKRAINIAN_TITLES,
  checkFeed,
  findAlertEnd,
  findGap,
  isSelectorKnown,
} from '../../realtime/index.js';
import type { AlertFinding } from '../alert-view.js';
import type { BothLanguages, OrderWarning } from '../order-view.js';
import { type AlertFault, ALERT_FAULT_WORDS, RULE_WORDS } from './alert-fault-words.js';

const SOON_SECONDS = 120;
/** Effects that Transit App makes a notification of: NO_SERVICE, REDUCED_SERVICE, SIGNIFICANT_DELAYS, DETOUR. */
const PUSHED: readonly (number | undefined)[] = [1, 2, 3, 4];
/** The deprecated active_period is published on purpose, and a header of one entity says nothing of the feed's. */
const NOT_OF_THE_AUTHOR: readonly string[] = ['S025', 'W002'];

/** `entity` is the alert as the feed has it, where it can have it. With an error in what is found it is not published. */
export function checkAlert(
  schedule: Schedule,
  alert: ServiceAlert,
  entity: FeedEntity | undefined,
  now: number,
): AlertFinding[] {
  const { header, description, image } = alert;
  const unknown = alert.informedEntities.filter((selector) => !isSelectorKnown({ schedule }, selector));
  const isNobody = unknown.length === alert.informedEntities.length;
  return [
    ...(isInBoth(header) ? [] : [fault('header_missing')]),
    ...(isInBoth(description) ? [] : [fault('description_missing')]),
    ...(image && !isInBoth(image.alternativeText) ? [fault('image_without_text')] : []),
    ...(findAlertEnd(alert) <= now ? [fault('alert_over')] : []),
    ...(isNobody ? [fault('alert_informs_nobody')] : []),
    ...(unknown.length > 0 && !isNobody ? [fault('some_unknown', 'warning')] : []),
    ...(findGap(alert) === undefined ? [] : [fault('gap_left')]),
    ...(entity ? listRuleFindings(schedule, entity, now) : []),
  ];
}

export function warnOfAlert(alert: ServiceAlert, now: number): OrderWarning[] {
  const end = findAlertEnd(alert);
  const warnings: OrderWarning[] = [];
  if (PUSHED.includes(alert.effect)) {
    warnings.push({ code: 'pushes_notification', text: ALERT_FAULT_WORDS.pushes_notification });
  }
  if (end === Infinity) warnings.push({ code: 'ends_never', text: ALERT_FAULT_WORDS.ends_never });
  else if (end > now && end - now < SOON_SECONDS) {
    warnings.push({ code: 'ends_soon', text: ALERT_FAULT_WORDS.ends_soon });
  }
  return warnings;
}

function isInBoth({ uk = '', en = '' }: Readonly<Record<string, string>>): boolean {
  return uk.trim() !== '' && en.trim() !== '';
}

function fault(code: AlertFault, severity: AlertFinding['severity'] = 'error'): AlertFinding {
  const words = ALERT_FAULT_WORDS[code];
  return { severity, text: words.en, words };
}

function listRuleFindings(schedule: Schedule, entity: FeedEntity, now: number): AlertFinding[] {
  const header = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: Math.floor(now) } as const;
  const { findings } = checkFeed({ message: { header, entity: [entity] }, schedule, nowSeconds: now });
  return findings
    .filter(({ ruleId, place }) => place.entityId === entity.id && !NOT_OF_THE_AUTHOR.includes(ruleId))
    .slice(0, 20)
    .map(({ ruleId, severity, text }) => ({ ruleId, severity, text, words: wordsOf(ruleId, text) }));
}

function wordsOf(ruleId: string, text: string): BothLanguages {
  return RULE_WORDS[ruleId] ?? { uk: `${UKRAINIAN_TITLES[ruleId] ?? text} (правило ${ruleId}).`, en: text };
}
