import type { TapExtra } from '../taps/index.js';
import type { RandomStream } from './random.js';

const COMPANION_SHARE = 0.02;
const LUGGAGE_SHARE = 0.01;

/** What a rider pays for beside his own ride: a companion now and then, or luggage. */
export function drawExtras(random: RandomStream): TapExtra[] {
  const roll = random.next();
  if (roll < COMPANION_SHARE) return [{ kind: 'companion', count: roll < COMPANION_SHARE / 4 ? 2 : 1 }];
  return roll < COMPANION_SHARE + LUGGAGE_SHARE ? [{ kind: 'luggage', count: 1 }] : [];
}
