/**
 * How many people dispatchers are told to be in a vehicle. Riders read one of five words; who decides whether to cancel a
 * trip must know whether it is twenty people or eighty. Nobody is singled out by it either: few are not counted, and many
 * are counted by fives, once a stop.
 */
import { LEAST_PERSONS } from './choose-occupancy.js';
import type { LoadEstimate } from './estimate-load.js';

const STEP_PERSONS = 5;

/** Persons, to the nearest five; undefined where they are few, or where half as many are as likely. */
export function tellLoad({ persons, deviation }: LoadEstimate): number | undefined {
  if (persons < LEAST_PERSONS || deviation > persons / 2) return undefined;
  return STEP_PERSONS * Math.round(persons / STEP_PERSONS);
}
