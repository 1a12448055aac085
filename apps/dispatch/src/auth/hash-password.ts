// Passwords as argon2id, with the cost that OWASP's Password Storage Cheat Sheet names (19 MiB, two passes, one lane),
// kept as a PHC string so that the cost may rise without locking anybody out.
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** As many are worked out at once: each takes 19 MiB and a thread. */
const AT_ONCE = 4;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, { ...COST, nonce: salt, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;
}

/** Whether a password is the one of a hash. Without a hash it takes as long, and is not. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const parts = PHC.exec(hash ?? (await NOBODYS));
  if (!parts) return false;
  const tag = Buffer.from(parts[5]!, 'base64');
  const given = await derive(password, {
    memory: Number(parts[1]),
    passes: Number(parts[2]),
    parallelism: Number(parts[3]),
    nonce: Buffer.from(parts[4]!, 'base64'),
    tagLength: tag.length,
  });
  return timingSafeEqual(given, tag) && hash !== undefined;
}

let running = 0;
const waiting: (() => void)[] = [];

const NOBODYS = hashPassword(randomBytes(16).toString('base64'));

async function derive(password: string, parameters: Omit<Argon2Parameters, 'message'>): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await new Promise((resolve, reject) => {
      argon2('argon2id', { ...parameters, message: password.normalize('NFKC') }, (error, key) => {
        if (error) reject(error);
        else resolve(key);
      });
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
