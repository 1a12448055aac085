import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares by digest, so that neither time nor length tells how much of a guess was right. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
