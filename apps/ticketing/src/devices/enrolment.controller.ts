/**
 * What a device asks for itself: its identity, by a code and a key that it made; a new key, by the old one; and a session,
 * by its key. None needs the administration token, and no private key ever leaves the device.
 */
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { makeDevicePassword } from '@rukh/adapters/mqtt-broker';
import { DeviceChangeError, DeviceChanges } from '@rukh/adapters/postgres';
import { SIGNED_AS, judgeDevice } from '@rukh/domain/taps';
import { Problem, readRequest } from '@rukh/service';
import type { z } from 'zod';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { DeviceSessions, type OpenedSession } from '../intake/device-sessions.js';
import { SignatureVerifier } from '../intake/verify-signature.js';
import { ENROLLED, ROTATED, SESSION, body } from './describe-devices.js';
import { DeviceRegistry } from './device-registry.js';
import { enrolment, keyRotation, newSession } from './device-requests.js';
import { hashCode } from './devices.controller.js';
import { SessionGate } from './session-gate.js';

/** What was signed by the old key and is on its way must still be taken. */
const OVERLAP_MS = 7 * 24 * 3_600_000;

@ApiTags('taps')
@Controller('api/v1/devices/:deviceId')
export class EnrolmentController {
  constructor(
    private readonly changes: DeviceChanges,
    private readonly registry: DeviceRegistry,
    private readonly verifier: SignatureVerifier,
    private readonly sessions: DeviceSessions,
    private readonly gate: SessionGate,
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
  ) {}

  @Post('enrolment')
  @ApiOperation({
    summary: 'Gives a device its identity',
    description: 'The device is in use from then on, with this key and no other. A code is good once.',
    requestBody: body(enrolment),
  })
  @ApiResponse({ status: 201, description: 'Enrolled', content: ENROLLED })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 403, description: 'The code is not good, or the signature is not of this key.' })
  @ApiResponse({ status: 409, description: 'The device has had a key of this name.' })
  async enrol(@Param('deviceId') deviceId: string, @Body() sent: unknown): Promise<object> {
    const { code, keyId, publicKey, signature } = readRequest(enrolment, sent);
    const isOwn = await this.#isSigned(publicKey, SIGNED_AS.enrolment, `${deviceId}\n${code}`, signature);
    const enrolled = isOwn
      ? await this.#try(() => this.changes.enrol(deviceId, hashCode(code), { keyId, publicKey }))
      : undefined;
    if (enrolled === undefined) {
      throw new Problem(403, { detail: 'The code is not good, or the signature is not of this key.' });
    }
    this.registry.forget(deviceId);
    const last = await this.changes.findLastTap(deviceId);
    return { deviceId, ...last, ...this.#describeMqtt(deviceId, enrolled) };
  }

  @Post('key-rotation')
  @ApiOperation({
    summary: "Puts a device's new key in the place of its old one",
    description: 'Both hold for seven days. The same request again is answered the same.',
    requestBody: body(keyRotation),
  })
  @ApiResponse({ status: 201, description: 'The new key holds', content: ROTATED })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 403, description: 'A signature or the old key is not good.' })
  @ApiResponse({ status: 409, description: 'The device has had another key of the new name.' })
  async rotate(@Param('deviceId') deviceId: string, @Body() sent: unknown): Promise<object> {
    const { keyId, newKeyId, newPublicKey, signature, proof } = readRequest(keyRotation, sent);
    const device = await this.registry.find(deviceId);
    const { key } = judgeDevice(device, keyId, Date.now());
    const signed = `${deviceId}\n${newKeyId}\n${newPublicKey.toString('base64url')}`;
    const isGood =
      key !== undefined &&
      (await this.#isSigned(key.publicKey, SIGNED_AS.key, signed, signature)) &&
      (await this.#isSigned(newPublicKey, SIGNED_AS.key, signed, proof));
    if (!isGood) throw new Problem(403, { detail: 'A signature or the old key is not good.' });
    const known = device?.keys.find((candidate) => candidate.keyId === newKeyId);
    const overlapUntilMs = Math.min(key.validUntilMs, Date.now() + OVERLAP_MS);
    if (!known || !newPublicKey.equals(known.publicKey)) {
      const next = { keyId: newKeyId, publicKey: newPublicKey };
      await this.#try(() => this.changes.rotateKey(deviceId, keyId, next, overlapUntilMs));
      this.registry.forget(deviceId);
    }
    return { deviceId, keyId: newKeyId, oldKeyValidUntil: new Date(overlapUntilMs) };
  }

  @Post('session')
  @ApiOperation({
    summary: 'Opens a session, in which a device signs by HMAC',
    description:
      'Its name goes in the place of the key id in batches and heartbeats, and HMAC-SHA-256 in the place of the ' +
      'signature. How its key is made: docs/validators.md.',
    requestBody: body(newSession),
  })
  @ApiResponse({ status: 201, description: 'The session, for a day at most', content: SESSION })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 403, description: 'The device, its key or the signature is not good.' })
  @ApiResponse({ status: 503, description: 'Too many devices open sessions now; Retry-After says when.' })
  openSession(@Param('deviceId') deviceId: string, @Body() sent: unknown): Promise<object> {
    const request = readRequest(newSession, sent);
    return this.gate.pass(() => this.#openSession(deviceId, request));
  }

  async #openSession(
    deviceId: string,
    { keyId, publicKey, signature }: z.output<typeof newSession>,
  ): Promise<object> {
    const nowMs = Date.now();
    const { key } = judgeDevice(await this.registry.find(deviceId), keyId, nowMs);
    const signed = `${deviceId}\n${keyId}\n${publicKey.toString('base64url')}`;
    if (!key || !(await this.#isSigned(key.publicKey, SIGNED_AS.session, signed, signature))) {
      throw new Problem(403, { detail: 'The device, its key or the signature is not good.' });
    }
    const session = this.#open(deviceId, keyId, publicKey, nowMs);
    return {
      sessionId: session.sessionId,
      publicKey: session.publicKey.toString('base64url'),
      sealedKey: session.sealedKey.toString('base64url'),
      validUntil: new Date(Math.min(session.validUntilMs, key.validUntilMs)),
    };
  }

  #open(deviceId: string, keyId: string, publicKey: Buffer, nowMs: number): OpenedSession {
    try {
      return this.sessions.open(deviceId, keyId, publicKey, nowMs);
    } catch {
      // Thirty-two bytes from which no secret comes, such as zeros.
      throw new Problem(400, { detail: 'publicKey is no X25519 key.' });
    }
  }

  /** Where the broker makes passwords for devices, the device's own, for as long as this enrolment holds. */
  #describeMqtt(deviceId: string, enrolment: number): object {
    const { RUKH_MQTT_DEVICE_KEY: key } = this.config;
    return key === undefined
      ? {}
      : { mqtt: { username: deviceId, password: makeDevicePassword(key, deviceId, enrolment) } };
  }

  async #isSigned(
    publicKey: Uint8Array,
    purpose: (typeof SIGNED_AS)[keyof typeof SIGNED_AS],
    text: string,
    signature: Uint8Array,
  ): Promise<boolean> {
    // Thirty-two bytes that are no point of the curve are no key.
    return this.verifier.isSigned({ publicKey }, purpose, Buffer.from(text), signature).catch(() => false);
  }

  async #try<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeviceChangeError)) throw error;
      throw new Problem(409, { detail: error.message });
    }
  }
}
