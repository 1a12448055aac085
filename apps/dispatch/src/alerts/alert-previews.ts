import { Injectable } from '@nestjs/common';
import { type AlertOnBoard, type AlertPreview, checkAlert, warnOfAlert } from '@rukh/domain/dispatch';
import { codeOf, describeAlert, listStopsTold, nameOf } from '@rukh/domain/passenger';
import {
  type FeedEntity,
  type ServiceAlert,
  buildAlert,
  findNextTold,
  judgeAlertTime,
} from '@rukh/domain/realtime';
import { FeedMirror } from '../orders/feed-mirror.js';
import { printEntity } from '../orders/preview-order.js';

/** So many stops are named. */
const NAMED_STOPS = 8;

/** An alert as riders will have it: the entity of the feed by the feed's own functions, the boards that show it. */
@Injectable()
export class AlertPreviews {
  constructor(private readonly feed: FeedMirror) {}

  /** @throws Problem 503 while there is no schedule */
  make(alert: ServiceAlert, now: number): AlertPreview {
    const { context } = this.feed;
    const { schedule } = context;
    const built = buildAlert(context, alert, findNextTold(alert, now) ?? now);
    const withheld = typeof built === 'string' ? built : notYet(alert, now);
    const entity: FeedEntity | undefined =
      typeof built === 'string' ? undefined : { id: `a:${alert.alertId}`, alert: built };
    const stops = entity ? listStopsTold(schedule, entity) : [];
    const findings = checkAlert(schedule, alert, entity, now);
    return {
      ...(entity ? { text: printEntity(entity), onBoard: boardsOf(entity) } : {}),
      ...(withheld === undefined ? {} : { withheld }),
      riderText: { uk: textsOf(alert, 'uk'), en: textsOf(alert, 'en') },
      stopCount: stops.length,
      stops: stops.slice(0, NAMED_STOPS).map((stop) => ({
        stopId: schedule.stops.ids[stop]!,
        code: codeOf(schedule, stop),
        name: nameOf(schedule, stop),
      })),
      findings,
      warnings: warnOfAlert(alert, now),
      canPublish: findings.every(({ severity }) => severity !== 'error'),
    };
  }
}

function notYet(alert: ServiceAlert, now: number): string | undefined {
  const judged = judgeAlertTime(alert, now);
  return judged === 'told' ? undefined : judged;
}

function boardsOf({ id, alert }: FeedEntity): { readonly uk: AlertOnBoard; readonly en: AlertOnBoard } {
  return { uk: describeAlert(id, alert!, 'uk'), en: describeAlert(id, alert!, 'en') };
}

function textsOf(alert: ServiceAlert, language: 'uk' | 'en'): AlertPreview['riderText']['uk'] {
  return {
    header: alert.header[language] ?? '',
    description: alert.description[language] ?? '',
    ttsHeader: alert.ttsHeader?.[language] ?? '',
    ttsDescription: alert.ttsDescription?.[language] ?? '',
  };
}
