import { createHash } from 'node:crypto';
import type { HashLink } from '@rukh/domain/ledger';

/** SHA-256 of the hash before and of what is added to it. */
export const sha256Link: HashLink = (previous, text) =>
  createHash('sha256').update(previous).update(text).digest();
