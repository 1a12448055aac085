import { happens, mix } from './random.js';

/**
 * Spells of something, told by hash: time is cut into slots, and a slot has the spell or not. The share of time
 * with it is the rate, exactly and without any state; neighbouring slots make longer spells.
 */

/** The slot an instant falls in, shifted for each owner so that not all begin together. */
export function slotAt(owner: number, atSeconds: number, slotSeconds: number): number {
  return Math.floor((atSeconds + (owner % slotSeconds)) / slotSeconds);
}

/** Whether an owner (a vehicle, or the whole city) is in a spell at an instant. */
export function inSpell(owner: number, atSeconds: number, slotSeconds: number, rate: number): boolean {
  return rate > 0 && happens(mix(owner, slotAt(owner, atSeconds, slotSeconds)), rate);
}
