import type { DeviceKey } from '../validator/device-key.js';

const TIMEOUT_MS = 10_000;
/** There already is what one wanted to make. */
const CONFLICT = 409;
/** Before any tap of a simulation. */
const LONG_AGO = '2020-01-01T00:00:00Z';

export interface NewDevice {
  readonly deviceId: string;
  readonly vehicleId: string;
  readonly operatorId: string;
  readonly operatorName: string;
  readonly key: DeviceKey;
}

/** The administration of the e-ticket, as a simulated city needs it: its devices and cards have to be known there. */
export class OfficeClient {
  constructor(
    private readonly url: string,
    private readonly adminToken: string,
  ) {}

  /** Makes a device known with its key and its vehicle, and lets it send. Again is all right. Throws an Error. */
  async installDevice({ deviceId, vehicleId, operatorId, operatorName, key }: NewDevice): Promise<void> {
    const path = `devices/${deviceId}`;
    const isNew = await this.#post('devices', {
      deviceId,
      operatorId,
      operatorName,
      provisionedAt: LONG_AGO,
    });
    const publicKey = key.publicKey.toString('base64url');
    await this.#post(`${path}/keys`, { keyId: key.keyId, publicKey, validFrom: LONG_AGO });
    if (isNew !== undefined) await this.#post(`${path}/assignments`, { vehicleId, validFrom: LONG_AGO });
    await this.#post(`${path}/state`, { state: 'ACTIVE', reason: 'simulated' });
  }

  /** Makes somebody known who takes part in the money. */
  async addOperator(
    operatorId: string,
    name: string,
    role: 'CARRIER' | 'FUNDING_BODY',
    names: { readonly uk?: string; readonly en?: string } = {},
  ): Promise<void> {
    await this.#post('operators', { operatorId, name, role, names });
  }

  /** Says whose vehicles are, and what they are. */
  async registerFleet(vehicles: readonly object[]): Promise<void> {
    if (vehicles.length > 0) await this.#send('PUT', 'fleet', { vehicles });
  }

  /** Gives out a card that entitles its rider to a category. Of a card that is known already nothing changes. */
  async issueConcession(token: string, riderCategoryId: string, fundingBodyId: string): Promise<void> {
    const issued = await this.#post('media', { token, mediaType: 'CLOSED_CARD' });
    if (issued === undefined) return;
    const { accountId } = issued as { accountId: number };
    const right = { riderCategoryId, fundingBodyId, validFrom: LONG_AGO };
    await this.#post(`accounts/${accountId}/entitlements`, right);
  }

  /** A new code for the rider's page of a card, which is given out where it is not yet. */
  async issueCardCode(token: string): Promise<string> {
    const issued = await this.#post('media', { token, mediaType: 'CLOSED_CARD', withCode: true });
    if (issued !== undefined) return (issued as { code: string }).code;
    const { tokenRef } = (await this.#post('media/find', { token })) as { tokenRef: string };
    return ((await this.#post(`media/${tokenRef}/code`, {})) as { code: string }).code;
  }

  async enrolInspector(inspectorId: string, operatorId: string, pin: string): Promise<void> {
    await this.#post('inspection/inspectors', { inspectorId, operatorId, pin });
  }

  /** A code by which somebody puts a device into use, on a vehicle from now on. */
  async openEnrolment({
    vehicleId,
    ...device
  }: Omit<NewDevice, 'key' | 'vehicleId'> & { readonly vehicleId: string | undefined }): Promise<string> {
    const path = `devices/${device.deviceId}`;
    await this.#post('devices', { ...device, provisionedAt: LONG_AGO });
    if (vehicleId !== undefined) await this.#post(`${path}/assignments`, { vehicleId });
    return ((await this.#post(`${path}/enrolments`, {})) as { code: string }).code;
  }

  async #post(path: string, body: object): Promise<unknown> {
    return this.#send('POST', path, body);
  }

  /** The answer; undefined where there is none, or it is there already. */
  async #send(method: 'POST' | 'PUT', path: string, body: object): Promise<unknown> {
    const answer = await fetch(new URL(`/api/v1/${path}`, this.url), {
      method,
      headers: { authorization: `Bearer ${this.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (answer.status === CONFLICT) return undefined;
    if (!answer.ok) {
      throw new Error(`the back office answered ${method} ${path} with ${answer.status}: ${text}`);
    }
    return text === '' ? undefined : JSON.parse(text);
  }
}
