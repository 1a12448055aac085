import { TAP_REASONS } from '@rukh/domain/taps';
import type { CardRead, OnlineAnswer } from '@rukh/domain/validator';
import { z } from 'zod';
import type { DeviceSigner } from './device-signer.js';
import { signRequest } from './sign-request.js';

export interface OnlineCheckParts {
  readonly url: string;
  readonly deviceId: string;
  readonly vehicleId?: string;
  readonly signer: DeviceSigner;
  /** Longer than this nobody stands before a validator (ticketing.md 4: half a second for everything). */
  readonly limitMs?: number;
}

const LIMIT_MS = 400;
/** After that many answers in a row that did not come in time, riders are not kept waiting for a while. */
const FAILURES = 3;
const REST_MS = 10_000;

const answer = z.object({
  reason: z.enum(TAP_REASONS),
  transferMinutesLeft: z.int().min(0).optional(),
  denyListVersion: z.int().min(0),
});

/** Asks the back office about a medium, as long as it answers in time; else the device decides alone. */
export class OnlineCheck {
  #failures = 0;
  #restUntilMs = 0;

  constructor(private readonly parts: OnlineCheckParts) {}

  /** Undefined where no answer came in time. Never throws. */
  async ask({ token, mediaType, extras = [] }: CardRead): Promise<OnlineAnswer | undefined> {
    if (performance.now() < this.#restUntilMs) return undefined;
    const { vehicleId } = this.parts;
    const content = {
      token,
      mediaType,
      hasExtras: extras.length > 0,
      ...(vehicleId !== undefined && { vehicleId }),
    };
    try {
      const read = answer.parse(await this.#post(content));
      this.#failures = 0;
      return {
        reason: read.reason,
        denyListVersion: read.denyListVersion,
        ...(read.transferMinutesLeft !== undefined && { transferMinutesLeft: read.transferMinutesLeft }),
      };
    } catch {
      if (++this.#failures >= FAILURES) this.#restUntilMs = performance.now() + REST_MS;
      return undefined;
    }
  }

  async #post(content: object): Promise<unknown> {
    const { url, deviceId, signer, limitMs = LIMIT_MS } = this.parts;
    const request = signRequest(signer, deviceId, 'check', content);
    const response = await fetch(new URL(`/api/v1/devices/${deviceId}/check`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(limitMs),
    });
    if (response.ok) {
      signer.noteTaken(request.keyId);
      return response.json();
    }
    if (response.status === 401) signer.noteRefused(request.keyId);
    await response.body?.cancel();
    throw new Error(`the back office answered the check with ${response.status}`);
  }
}
