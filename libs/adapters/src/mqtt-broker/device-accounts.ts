// Passwords of devices of the e-ticket, and until when they hold. A password is made, not kept, so that a device may be
// enrolled without the broker being told of it; which enrolment it is of stands in it. Ticketing says which enrolments
// have ended: whoever has the storage of a device that was revoked, or enrolled anew, is not to read its successor's receipts.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where ticketing says it, again and again: a broker that was started anew knows nothing. JSON, device to number. */
export const ENDED_ACCOUNTS_TOPIC = /^rukh\/v1\/[^/+#]{1,64}\/device-accounts\/ended$/;

/** What was given out before passwords had numbers is of the first enrolment. */
const UNNUMBERED = 0;

export function makeDevicePassword(deviceKey: string, deviceId: string, enrolment?: number): string {
  const subject = `mqtt ${deviceId}`;
  if (enrolment === undefined) return digest(deviceKey, subject);
  return `${enrolment}.${digest(deviceKey, `${subject} ${enrolment}`)}`;
}

export class DeviceAccounts {
  readonly #endedBefore = new Map<string, number>();

  constructor(private readonly deviceKey: string) {}

  /** The enrolment that a password is of; undefined where it is none of the device's, or has ended. */
  findEnrolment(deviceId: string, password: Buffer | undefined): number | undefined {
    const said = /^(\d{1,15})\./.exec(password?.toString('latin1') ?? '')?.[1];
    const numbered = said === undefined ? undefined : Number(said);
    if (!isSame(makeDevicePassword(this.deviceKey, deviceId, numbered), password)) return undefined;
    const enrolment = numbered ?? UNNUMBERED;
    return this.holds(deviceId, enrolment) ? enrolment : undefined;
  }

  holds(deviceId: string, enrolment: number): boolean {
    return enrolment >= (this.#endedBefore.get(deviceId) ?? UNNUMBERED);
  }

  /** Enrolments of smaller numbers than these have ended. What is older news than what is known changes nothing. */
  end(payload: Buffer): void {
    for (const [deviceId, number] of Object.entries(
      JSON.parse(payload.toString()) as Record<string, number>,
    )) {
      this.#endedBefore.set(deviceId, Math.max(number, this.#endedBefore.get(deviceId) ?? UNNUMBERED));
    }
  }
}

export function isSame(expected: string, given: Buffer | undefined): boolean {
  const wanted = Buffer.from(expected);
  return given?.length === wanted.length && timingSafeEqual(given, wanted);
}

function digest(key: string, subject: string): string {
  return createHmac('sha256', key).update(subject).digest('base64url');
}
