import { type TapReason, isAllowed } from '../taps/index.js';

/**
 * What a rider sees and hears, as codes: texts are the display's, in the city's languages. Sound patterns differ in
 * rhythm and not only in pitch, for riders who do not see the light.
 */
export const SIGNALS = ['GO', 'GO_CONCESSION', 'STOP', 'HOLD_AGAIN'] as const;
export type Signal = (typeof SIGNALS)[number];

export interface SignalForm {
  readonly colour: 'green' | 'blue' | 'red' | 'yellow';
  readonly icon: 'tick' | 'person' | 'cross' | 'repeat';
  /** Tones one after another, 0 hertz a pause. */
  readonly sound: readonly { readonly hertz: number; readonly ms: number }[];
}

export const SIGNAL_FORMS: Readonly<Record<Signal, SignalForm>> = {
  GO: { colour: 'green', icon: 'tick', sound: [{ hertz: 1200, ms: 150 }] },
  GO_CONCESSION: {
    colour: 'blue',
    icon: 'person',
    sound: [
      { hertz: 1200, ms: 100 },
      { hertz: 0, ms: 60 },
      { hertz: 1500, ms: 100 },
    ],
  },
  STOP: {
    colour: 'red',
    icon: 'cross',
    sound: [
      { hertz: 300, ms: 180 },
      { hertz: 0, ms: 80 },
      { hertz: 300, ms: 180 },
      { hertz: 0, ms: 80 },
      { hertz: 300, ms: 180 },
    ],
  },
  HOLD_AGAIN: {
    colour: 'yellow',
    icon: 'repeat',
    sound: [
      { hertz: 600, ms: 250 },
      { hertz: 0, ms: 80 },
      { hertz: 450, ms: 250 },
    ],
  },
};

/** The driver and an inspector must see a concession: its holder shows the paper. */
export function chooseSignal(reason: TapReason): Signal {
  if (reason === 'OK_CONCESSION') return 'GO_CONCESSION';
  if (isAllowed(reason)) return 'GO';
  return reason === 'READ_ERROR' || reason === 'TICKET_STALE_DYNAMIC' ? 'HOLD_AGAIN' : 'STOP';
}
