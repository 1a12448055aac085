/** What is asked of somebody who gives an order, and what was answered so far. */
import type { TripRun } from '@rukh/domain/realtime';
import type { DetourSketch } from './detour/detour-sketch.js';

export interface RunOf {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime?: string | null;
}

export type FieldName =
  | 'minutes'
  | 'hours'
  | 'lastStop'
  | 'firstStop'
  | 'stops'
  | 'runs'
  | 'run'
  | 'vehicle'
  | 'time'
  | 'mode'
  | 'effect'
  | 'kinds'
  | 'agencies'
  | 'ends'
  | 'detour'
  | 'words'
  | 'shownMinutes';

export type OrderField =
  | { readonly type: 'number'; readonly name: FieldName; readonly first: number; readonly most: number }
  /** One stop of a run, or none where it may be left out. */
  | { readonly type: 'stop'; readonly name: FieldName; readonly run: RunOf }
  | { readonly type: 'stops'; readonly name: FieldName; readonly run: RunOf }
  /** The trips of a block that are not over; all of them at first. */
  | {
      readonly type: 'runs';
      readonly name: FieldName;
      readonly blockId: string;
      readonly serviceDate: string;
    }
  /** A trip of any line that is not over; first shown are those of `routeId`. */
  | { readonly type: 'run'; readonly name: FieldName; readonly routeId: string | undefined }
  | { readonly type: 'vehicle'; readonly name: FieldName }
  /** One line in one's own words. */
  | { readonly type: 'text'; readonly name: FieldName; readonly most: number }
  | { readonly type: 'time'; readonly name: FieldName; readonly first: string }
  | {
      readonly type: 'choice';
      readonly name: 'mode' | 'effect' | 'ends';
      readonly options: readonly string[];
    }
  /** Of what the city has; none chosen means all. */
  | { readonly type: 'kinds'; readonly name: 'kinds' }
  | { readonly type: 'carriers'; readonly name: 'agencies' }
  /** Drawn on a map; its answer is the sketch, written as JSON. */
  | {
      readonly type: 'detour';
      readonly name: 'detour';
      readonly routeId: string;
      readonly first: DetourSketch;
    };

/** By the field's name; more than one value where several can be chosen. */
export type Answers = Readonly<Partial<Record<FieldName, readonly string[]>>>;

/** What stands in the fields before anybody touched them. */
export function firstAnswers(fields: readonly OrderField[]): Answers {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (field.type === 'number') return [[field.name, [String(field.first)]]];
      if (field.type === 'time') return [[field.name, [field.first]]];
      if (field.type === 'detour') return [[field.name, [JSON.stringify(field.first)]]];
      return field.type === 'choice' ? [[field.name, [field.options[0]!]]] : [];
    }),
  );
}

/** Whole and within its bounds, whatever was typed so far. */
export function readNumber(field: { readonly first: number; readonly most: number }, text?: string): number {
  const value = Math.round(Number(text));
  return Number.isFinite(value) && value >= 1 ? Math.min(value, field.most) : field.first;
}

export function runOf({ tripId, serviceDate, startTime }: RunOf): TripRun {
  return { tripId, serviceDate, ...(startTime != null && startTime !== '' ? { startTime } : {}) };
}

/** A run as the value of a choice, and back. */
export function writeRun(run: RunOf): string {
  return JSON.stringify(runOf(run));
}

export function readRun(text: string): TripRun {
  return JSON.parse(text) as TripRun;
}
