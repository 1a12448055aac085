import type { ServiceOrderAction } from '../../realtime/index.js';
import type { AffectedTrip, AffectedVehicle, NextVehicle, OrderWarning } from '../order-view.js';
import { countRuns } from './words.js';

const LONG_WAIT_SECONDS = 20 * 60;
const MANY_TRIPS = 50;
const SOON_SECONDS = 120;
/** For so many cancelled trips the next vehicle is looked for; of more it is not known that there is none. */
export const MOST_GAPS = 10;
/** Effects for which Transit sends a notification to phones: NO_SERVICE, REDUCED_SERVICE, SIGNIFICANT_DELAYS, DETOUR. */
const PUSHED = [1, 2, 3, 4];

/** What is known of an order before it is confirmed. */
export interface Foreseen {
  readonly trips: readonly AffectedTrip[];
  readonly vehicles: readonly AffectedVehicle[];
  readonly nextVehicles: readonly NextVehicle[];
  /** Epoch seconds; Infinity: it holds until it is taken back. */
  readonly end: number;
  readonly alertEffect: number | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

/** A vehicle goes on while its order is written: who is held at a stop that it has left would be told what cannot be done. */
export function warnOfNothing(action: ServiceOrderAction, changedCount: number): OrderWarning[] {
  if (action.kind !== 'hold' || changedCount > 0) return [];
  return say(
    'not_applicable',
    'Нічого не зміниться: машина вже минула цю зупинку або й так вирушає з неї пізніше. Відкрийте наказ знову.',
    'Nothing changes: the vehicle has left that stop, or leaves it later anyway. Open the order again.',
  );
}

/** What whoever confirms an order should have thought of. */
export function warnOfConsequences(known: Foreseen): OrderWarning[] {
  return [warnOfGap, warnOfWait, warnOfBlocks, warnOfPush, warnOfEnd, warnOfSize].flatMap((warn) =>
    warn(known),
  );
}

function warnOfGap({ trips, nextVehicles }: Foreseen): OrderWarning[] {
  const cancelled = trips.filter(({ effect }) => effect === 'cancelled').length;
  if (cancelled === 0 || cancelled > MOST_GAPS || nextVehicles.length > 0) return [];
  return say(
    'no_next_vehicle',
    'Наступного рейсу цього маршруту немає протягом трьох годин.',
    'The line has no other trip within three hours.',
  );
}

function warnOfWait({ nextVehicles }: Foreseen): OrderWarning[] {
  const wait = Math.max(0, ...nextVehicles.map(({ waitSeconds }) => waitSeconds));
  if (wait < LONG_WAIT_SECONDS) return [];
  const minutes = Math.round(wait / 60);
  return say(
    'long_wait',
    `Пасажири чекатимуть до ${minutes} хв довше.`,
    `Riders wait up to ${minutes} min longer.`,
  );
}

/** Whose trip is cancelled keeps the rest of its block. */
function warnOfBlocks({ trips, vehicles }: Foreseen): OrderWarning[] {
  const off = new Set(trips.flatMap(({ effect, tripId }) => (effect === 'cancelled' ? [tripId] : [])));
  return vehicles.flatMap(({ label, blockBefore, blockAfter, tripBefore }) => {
    if (blockBefore === undefined || blockBefore === blockAfter || off.has(tripBefore?.tripId ?? '')) {
      return [];
    }
    return say(
      'loses_block',
      `${label} втрачає випуск ${blockBefore}.`,
      `${label} loses block ${blockBefore}.`,
    );
  });
}

function warnOfPush({ alertEffect }: Foreseen): OrderWarning[] {
  if (alertEffect === undefined || !PUSHED.includes(alertEffect)) return [];
  return say(
    'pushes_notification',
    'Застосунки можуть надіслати сповіщення на телефони.',
    'Apps may send a notification to phones.',
  );
}

function warnOfEnd({ end, now }: Foreseen): OrderWarning[] {
  if (end === Infinity) return say('ends_never', 'Діє, доки не скасують.', 'Holds until it is taken back.');
  if (end - now >= SOON_SECONDS) return [];
  return say('ends_soon', 'Дія закінчується за дві хвилини або раніше.', 'It ends within two minutes.');
}

function warnOfSize({ trips }: Foreseen): OrderWarning[] {
  if (trips.length <= MANY_TRIPS) return [];
  const count = countRuns(trips.length);
  return say('many_trips', `Змінюється ${count.uk}.`, `${count.en} change.`);
}

function say(code: OrderWarning['code'], uk: string, en: string): OrderWarning[] {
  return [{ code, text: { uk, en } }];
}
