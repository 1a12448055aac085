/** Sends, in the name of devices and with their keys, other taps under numbers that are taken: cloned devices. */
import { setTimeout as delay } from 'node:timers/promises';
import { readJournals } from './checker/read-journals.ts';
import { KEY_SECRET, type Stage } from './stage.ts';
import { encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { type DeviceTap, SIGNED_AS } from '@rukh/domain/taps';
import { keyOf } from '@rukh/rukh';

const FORGERIES = 20;
const ATTEMPTS = 60;
const PAUSE_MS = 500;

export async function forge(stage: Stage): Promise<void> {
  const forged: { deviceId: string; seq: number }[] = [];
  for (const { deviceId, taps } of readJournals(stage.journals).slice(0, FORGERIES)) {
    const tap = taps.get(1) as unknown as DeviceTap | undefined;
    if (tap === undefined) continue;
    const key = keyOf(KEY_SECRET, deviceId);
    const body = encodeTapBatch('protobuf', {
      deviceId,
      sentAtMs: Date.now(),
      bootId: tap.bootId,
      uptimeMs: tap.uptimeMs + 1000,
      lastSeq: taps.size,
      taps: [{ ...tap, token: 'forged', mediaType: 'CLOSED_CARD' }],
    });
    const signed = { deviceId, keyId: key.keyId, body, signature: key.sign(SIGNED_AS.taps, body) };
    const url = `http://127.0.0.1:${stage.ticketingPort}/api/v1/devices/${deviceId}/taps`;
    await sendUntilTaken(url, Buffer.from(encodeSigned('protobuf', signed)));
    forged.push({ deviceId, seq: 1 });
  }
  stage.noteForged(forged);
}

/** Comes again while the database is away, as a device does: it may have been killed a moment ago. */
async function sendUntilTaken(url: string, body: Buffer<ArrayBuffer>): Promise<void> {
  const headers = { 'content-type': 'application/x-protobuf' };
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { method: 'POST', headers, body });
    if (answer.ok) return;
    const text = await answer.text();
    const mayComeAgain = answer.status === 503 && attempt < ATTEMPTS;
    if (!mayComeAgain) throw new Error(`a forgery was answered ${answer.status}: ${text}`);
    await delay(PAUSE_MS);
  }
}
