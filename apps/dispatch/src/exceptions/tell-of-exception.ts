/** What the journal says of an exception: what became of it, of what, and by whom. */
import type { ExceptionChange, ExceptionEventKind } from '@rukh/adapters/postgres';
import {
  type Author,
  type BothLanguages,
  type DispatchException,
  nameException,
} from '@rukh/domain/dispatch';
import type { JournalLine } from '../journal/journal.js';

/** What lines and vehicles are called on the screen; undefined where that is not known. */
export interface Naming {
  readonly route: (routeId: string) => string | undefined;
  readonly vehicle: (vehicleId: string) => string | undefined;
}

const BY_ITSELF: Author = { userId: 'system', name: 'Rukh' };

/** That it was raised is told when it is over, with how long it lasted: one line less for each. */
const STEPS: Readonly<Record<Exclude<ExceptionEventKind, 'raised'>, BothLanguages>> = {
  taken: { uk: 'Взято', en: 'Taken' },
  released: { uk: 'Повернуто', en: 'Given back' },
  snoozed: { uk: 'Відкладено', en: 'Put off' },
  woken: { uk: 'Знову відкрито', en: 'Open again' },
  solved: { uk: 'Закрито', en: 'Closed' },
  cleared: { uk: 'Минулося', en: 'Over by itself' },
};
const BY_ORDER: BothLanguages = { uk: 'Вирішено наказом', en: 'Solved by an order' };

/**
 * Undefined where there is nothing to say: it was raised, what a person closed is over as well, or a trip that nobody
 * saw to is begun after all or given up, of which there may be hundreds at once; reports of trips have those.
 */
export function tellOfException(
  { booked: { exception }, event }: ExceptionChange,
  naming: Naming,
): JournalLine | undefined {
  const { event: step, at, userId, userName, note } = event;
  if (step === 'raised' || (step === 'cleared' && isOverUnsaid(exception))) return undefined;
  const { exceptionId, routeId, vehicleId, orderId } = exception;
  const words = exception.solved?.how === 'order' ? BY_ORDER : STEPS[step];
  const of = (language: 'uk' | 'en'): string =>
    `${words[language]}: ${[nameKind(exception, language), ...nameThings(exception, language, naming)].join(', ')}` +
    howLong(exception, step, at, language);
  return {
    by: userId === undefined ? BY_ITSELF : { userId, name: userName ?? userId },
    kind: 'exception',
    event: `exception.${step}`,
    text: { uk: of('uk'), en: of('en') },
    exceptionId,
    ...(note === undefined ? {} : { note }),
    ...(routeId === undefined ? {} : { routeId }),
    ...(vehicleId === undefined ? {} : { vehicleId }),
    ...(orderId === undefined ? {} : { orderId }),
  };
}

function nameKind(exception: DispatchException, language: 'uk' | 'en'): string {
  const title = nameException(exception)[language];
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function isOverUnsaid({ kind, tripId, takenBy, solved }: DispatchException): boolean {
  if (solved?.how === 'person') return true;
  return kind === 'not_started' && tripId !== undefined && takenBy === undefined && solved?.how === 'cleared';
}

function nameThings(
  { routeId, vehicleId, blockId }: DispatchException,
  language: 'uk' | 'en',
  { route, vehicle }: Naming,
): string[] {
  const words =
    language === 'uk' ? { vehicle: 'машина', block: 'випуск' } : { vehicle: 'vehicle', block: 'block' };
  if (vehicleId === undefined && blockId !== undefined) {
    return [...(routeId === undefined ? [] : [route(routeId) ?? routeId]), `${words.block} ${blockId}`];
  }
  return [
    ...(routeId === undefined ? [] : [route(routeId) ?? routeId]),
    ...(vehicleId === undefined ? [] : [`${words.vehicle} ${vehicle(vehicleId) ?? vehicleId}`]),
  ];
}

/** ` (на 10 хв)` of what is put off, ` (тривало 7 хв)` of what is over. */
function howLong(
  { sinceSeconds, snoozedUntil }: DispatchException,
  step: ExceptionEventKind,
  at: number,
  language: 'uk' | 'en',
): string {
  if (step !== 'cleared' && step !== 'snoozed') return '';
  const seconds = step === 'snoozed' ? (snoozedUntil ?? at) - at : at - sinceSeconds;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (step === 'snoozed') return language === 'uk' ? ` (на ${minutes} хв)` : ` (for ${minutes} min)`;
  return language === 'uk' ? ` (тривало ${minutes} хв)` : ` (it lasted ${minutes} min)`;
}
