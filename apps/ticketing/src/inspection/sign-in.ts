/** Inspectors and the tokens of their phones. A PIN is short: it is tried five times in a quarter of an hour. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Inspections, hashToken } from '@rukh/adapters/postgres';
import { readBearer } from '@rukh/service';
import { refuseInspector } from './refuse-inspector.js';

const MOST_ATTEMPTS = 5;
const ATTEMPT_MINUTES = 15;
/** For so long a phone is signed in. */
export const SHIFT_HOURS = 12;
const derive = promisify(scrypt) as (pin: string, salt: Buffer, length: number) => Promise<Buffer>;

@Injectable()
export class SignIn {
  constructor(private readonly store: Inspections) {}

  async enrol(inspectorId: string, operatorId: string, pin: string, isActive: boolean): Promise<boolean> {
    const pinSalt = randomBytes(16);
    const pinHash = await derive(pin, pinSalt, 32);
    return this.store.putInspector(inspectorId, { operatorId, pinSalt, pinHash, isActive });
  }

  /** A token for the phone. Throws a Problem 401 for a wrong PIN and 429 after too many. */
  async signIn(inspectorId: string, pin: string): Promise<string> {
    const attempts = await this.store.countAttempt(inspectorId, ATTEMPT_MINUTES);
    if (attempts > MOST_ATTEMPTS) {
      throw refuseInspector('too_many_attempts', ATTEMPT_MINUTES * 60);
    }
    const inspector = await this.store.findInspector(inspectorId);
    // Nobody of that name takes as long as a wrong PIN.
    const given = await derive(pin, inspector?.pinSalt ?? Buffer.alloc(16), 32);
    if (!inspector?.isActive || !timingSafeEqual(given, inspector.pinHash)) {
      throw refuseInspector('wrong_pin');
    }
    const token = randomBytes(32).toString('base64url');
    await this.store.signIn(inspectorId, hashToken(token), SHIFT_HOURS);
    return token;
  }

  /** Ends the sign-in of this Authorization header: whoever finds the token afterwards has nothing. */
  async signOut(authorization: string | undefined): Promise<void> {
    const token = readBearer(authorization);
    if (token !== undefined) await this.store.signOut(hashToken(token));
  }

  /** Who has this Authorization header. Throws a Problem 401 where nobody does. */
  async getInspector(authorization: string | undefined): Promise<string> {
    const token = readBearer(authorization);
    const inspectorId = token === undefined ? undefined : await this.store.findSignedIn(hashToken(token));
    if (inspectorId === undefined) throw refuseInspector('signed_out');
    return inspectorId;
  }
}
