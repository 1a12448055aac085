import type { DeviceHeartbeat, DeviceTap, TapBatch, TapReceipt } from '@rukh/domain/taps';
import { checkTap } from '@rukh/domain/taps';
import fc from 'fast-check';
import {
  TapMessageError,
  decodeHeartbeat,
  decodeReceipt,
  decodeSigned,
  decodeTapBatch,
  encodeHeartbeat,
  encodeReceipt,
  encodeSigned,
  encodeTapBatch,
  findTapForm,
} from './taps.js';

const FORMS = ['protobuf', 'json'] as const;

const TAP: DeviceTap = {
  ...{ deviceId: 'v17', seq: 1, deviceTimeMs: 0, clockSource: 'RTC', bootId: 0, uptimeMs: 0, kind: 'EXIT' },
  ...{ mediaType: 'BANK_CARD', token: 'tok_1', reason: 'DENY_LIST', denyListVersion: 0 },
  extras: [{ kind: 'companion', count: 2 }],
  place: { vehicleId: '1021', routeId: 'A01', tripId: 'T1', stopId: 'S1', lat: 49.84, lon: 24.03 },
};
const BATCH: TapBatch = { deviceId: 'v17', sentAtMs: 0, bootId: 0, uptimeMs: 0, lastSeq: 0, taps: [TAP] };

describe.each(FORMS)('messages of devices in %s', (form) => {
  it('come back as they were, zeros too', () => {
    const { taps, ...header } = decodeTapBatch(form, encodeTapBatch(form, BATCH));
    expect(header).toEqual({ deviceId: 'v17', sentAtMs: 0, bootId: 0, uptimeMs: 0, lastSeq: 0 });
    expect(checkTap('v17', taps[0]!)).toEqual({ tap: TAP });
    const said: DeviceHeartbeat = {
      ...{
        deviceId: 'v17',
        sentAtMs: 5,
        bootId: 0,
        uptimeMs: 0,
        clockSource: 'RTC',
        lastSeq: 0,
        queueLength: 0,
      },
      ...{ denyListVersion: 0, softwareVersion: '1', configVersion: '2', vehicleId: '1021' },
    };
    expect(decodeHeartbeat(form, encodeHeartbeat(form, said))).toEqual(said);
    const receipt: TapReceipt = {
      ...{
        deviceId: 'v17',
        highWaterMark: 0,
        missing: [{ from: 1, to: 2 }],
        serverTimeMs: 7,
        denyListVersion: 0,
      },
      answers: [{ seq: 1, outcome: 'CONFLICT', detail: 'x' }],
    };
    expect(decodeReceipt(form, encodeReceipt(form, receipt))).toEqual(receipt);
    const refused: TapReceipt = {
      ...receipt,
      answers: [],
      rejection: 'UNAVAILABLE',
      retryAfterSeconds: 3,
      detail: 'x',
    };
    expect(decodeReceipt(form, encodeReceipt(form, refused))).toEqual(refused);
  });

  it('tell their form by their first byte', () => {
    const signed = { deviceId: 'v17', keyId: 'k', body: Buffer.from('x'), signature: Buffer.from('y') };
    const bytes = encodeSigned(form, signed);
    expect(findTapForm(bytes)).toBe(form);
    expect(Buffer.from(decodeSigned(form, bytes).body).toString()).toBe('x');
  });

  it('are refused by one kind of error, whatever the bytes, and nothing of them is repeated', () => {
    const good = Buffer.from(encodeTapBatch(form, BATCH));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: good.length }), (noise, at) => {
        const bytes = Buffer.concat([good.subarray(0, at), noise]);
        for (const decode of [decodeSigned, decodeTapBatch, decodeHeartbeat]) {
          try {
            const decoded = decode(form, bytes);
            if ('taps' in decoded) for (const tap of decoded.taps as DeviceTap[]) checkTap('v17', { ...tap });
          } catch (error) {
            if (!(error instanceof TapMessageError)) throw error;
            expect(error.message).not.toContain('tok_1');
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
