import { InvalidArgumentError } from 'commander';

/** A share given as an option. Throws where it is none. */
export function readShare(text: string): number {
  const share = text.trim() === '' ? NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('It is no number from 0 to 1.');
}
