/** Codes of the rider's page: ten letters and digits that are not taken for one another, kept as scrypt makes them. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);
/** 16 MiB and some tens of milliseconds for a guess. */
const COST = { N: 16_384, r: 8, p: 1 };

export interface HashedCode {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export function makeCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

export async function hashCode(code: string): Promise<HashedCode> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(normalize(code), salt, 32, COST) };
}

export async function isCode(code: string, { salt, hash }: HashedCode): Promise<boolean> {
  return timingSafeEqual(await derive(normalize(code), salt, 32, COST), hash);
}

/** Blanks, dashes and small letters are how people write it. */
function normalize(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toUpperCase();
}
