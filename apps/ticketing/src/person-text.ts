import { blankPans } from '@rukh/domain/taps';
import { z } from 'zod';

/** What somebody writes in words of his own. Riders name the card that they paid with: of its number nothing is kept. */
export function personText(mostCharacters: number): z.ZodType<string, string> {
  return z.string().trim().min(1).max(mostCharacters).transform(blankPans);
}
