/** What the validator in a web page has of the back office, against the real one, with a disk in memory. */
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as media from '@rukh/domain/media';
import type { CardRead, ValidatorEvent } from '@rukh/domain/validator';
import { DenyListBoard } from '../media/deny-list/deny-list-board.js';
import { MediaRig } from '../media/media-rig.fixture.js';

interface WebOffice {
  readonly list: { readonly version: number; readonly media: number };
  setNetwork(isUp: boolean): void;
  follow(signal: AbortSignal): Promise<void>;
  read(held: CardRead, nowMs: number): Promise<CardRead>;
}
interface OfficeModule {
  readonly WebOffice: { open(parts: object): Promise<WebOffice> };
}

const MODULE = new URL('../../public/validator/office.js', `file://${import.meta.dirname}/`).pathname;
const SIGNER_MODULE = new URL('../../public/validator/session.js', `file://${import.meta.dirname}/`).pathname;
const { WebOffice } = (await import(MODULE)) as OfficeModule;
const { WebSigner } = (await import(SIGNER_MODULE)) as { WebSigner: new (parts: object) => object };

let rig: MediaRig;
let base: string;
const stop = new AbortController();
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const disk = new Map<string, unknown>();
const events: ValidatorEvent[] = [];
let office: WebOffice;

beforeAll(async () => {
  rig = await MediaRig.create();
  await rig.app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(rig.app.getHttpServer().address() as AddressInfo).port}`;
  await rig.addDevice('web1');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  expect(publicKey.asymmetricKeyType).toBe('ed25519');
  await rig.query('UPDATE ticketing.device_keys SET public_key = $1', [Buffer.from(x!, 'base64url')]);
  office = await open();
  office.setNetwork(true);
  void office.follow(stop.signal);
  await until(() => events.some(({ type }) => type === 'LIST'));
});
afterAll(async () => {
  stop.abort();
  rig.app.getHttpServer().closeAllConnections();
  await rig.close();
});

function open(more: object = {}): Promise<WebOffice> {
  return WebOffice.open({
    media,
    deviceId: 'web1',
    vehicleId: 'bus-7',
    base,
    waitSeconds: 1,
    checkLimitMs: 10_000,
    signer: new WebSigner({
      key: { keyId: 'k1', sign: (bytes: Uint8Array) => Promise.resolve(sign(null, bytes, privateKey)) },
      deviceId: 'web1',
      base,
    }),
    toBase64url: (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url'),
    store: {
      fact: (name: string) => Promise.resolve(disk.get(name)),
      putFact: (name: string, value: unknown) => Promise.resolve(void disk.set(name, value)),
    },
    onEvent: (event: ValidatorEvent) => events.push(event),
    ...more,
  });
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries++) {
    if (tries > 500) throw new Error('it did not come to that');
    await delay(20);
  }
}

const card = (token: string): CardRead => ({ type: 'CARD_READ', token, mediaType: 'CLOSED_CARD' });

describe('the back office of a validator in a web page', () => {
  it('is asked while there is a network; without one the list answers, the one of the disk too', async () => {
    const { body } = await rig.ask<{ tokenRef: string }>('POST', 'media', card('4411'));
    expect(await office.read(card('4411'), Date.now())).toMatchObject({
      isListed: false,
      online: { reason: 'OK_PAYG' },
    });
    await rig.ask('POST', `media/${body.tokenRef}/loss`);
    await rig.app.get(DenyListBoard).refresh();
    await until(async () => (await office.read(card('4411'), Date.now())).isListed === true);
    expect(await office.read(card('4411'), Date.now())).toMatchObject({ online: { reason: 'DENY_LIST' } });
    const { version } = office.list;
    const restarted = await open();
    const read = await restarted.read(card('4411'), Date.now());
    expect([read.isListed, read.online, restarted.list.version]).toEqual([true, undefined, version]);
  });

  it('gives what a signed ticket is verified by, and nothing of a code is believed otherwise', async () => {
    const sale = { channel: 'DRIVER', fareProductId: 'single', validSeconds: 60, priceMinor: 2000 };
    const sell = async (more: object): Promise<string> =>
      (await rig.ask<{ cose: string }>('POST', 'tickets', { ...sale, currency: 'UAH', ...more })).body.cose;
    const look = async (token: string): Promise<CardRead> =>
      office.read({ type: 'CARD_READ', token, mediaType: 'STATIC_QR' }, Date.now());
    const good = await look(await sell({ isSingleUse: true, vehicleId: 'bus-7' }));
    expect(good).toMatchObject({ verification: { verdict: 'PASS' }, online: { reason: 'OK_PASS' } });
    expect([good.token.length, good.singleUseUntilMs! > Date.now()]).toEqual([32, true]);
    const other = await look(await sell({ vehicleId: 'bus-8' }));
    expect(other.verification).toEqual({ verdict: 'REFUSED', reason: 'TICKET_WRONG_ZONE' });
    const scribble = await look('not a ticket');
    expect(scribble.verification).toEqual({ verdict: 'REFUSED', reason: 'TICKET_BAD_SIGNATURE' });
  });

  it('is not believed where somebody else signs its list', async () => {
    const kept = new Map(disk);
    const configuration = kept.get('configuration') as { body: string };
    const told = JSON.parse(Buffer.from(configuration.body, 'base64url').toString()) as {
      listKeys: { publicKey: string }[];
    };
    told.listKeys[0]!.publicKey = Buffer.alloc(32, 9).toString('base64url');
    const body = Buffer.from(JSON.stringify(told)).toString('base64url');
    const mine = new Map<string, unknown>([['configuration', { ...configuration, body }]]);
    const heard: ValidatorEvent[] = [];
    const deceived = await open({
      store: {
        fact: (name: string) => Promise.resolve(mine.get(name)),
        putFact: (name: string, value: unknown) => Promise.resolve(void mine.set(name, value)),
      },
      onEvent: (event: ValidatorEvent) => heard.push(event),
    });
    const end = new AbortController();
    deceived.setNetwork(true);
    const followed = deceived.follow(end.signal);
    await delay(1500);
    end.abort();
    await followed;
    expect([deceived.list.version, heard.some(({ type }) => type === 'LIST')]).toEqual([0, false]);
  });
});
