import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedTap } from '@rukh/domain/simulation';
import { DeviceKey } from './device-key.js';
import { DeviceSigner } from './device-signer.js';
import { SimulatedDevice } from './simulated-device.js';
import { SILENT_TRANSPORT } from './silent-transport.fixture.js';

const MORNING = Date.UTC(2026, 10, 30, 4);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-simulated-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function tap(token: string, seconds: number): PlannedTap {
  const kind = { name: 'card', share: 1, mediaType: 'CLOSED_CARD', verdict: 'PAYG' } as const;
  return { atMs: MORNING + seconds * 1000, token, kind, extras: [] };
}

function start(plan: readonly PlannedTap[], crashesMs: readonly number[] = []): SimulatedDevice {
  return new SimulatedDevice({
    deviceId: 'V1',
    journalPath: join(folder, 'journal.log'),
    signer: new DeviceSigner({ deviceId: 'V1', key: DeviceKey.derive('spec') }),
    transport: SILENT_TRANSPORT,
    plan,
    troubles: { driftMs: 90_000, offline: [], crashesMs },
    onSinceMs: MORNING,
  });
}

function reasons({ validator }: SimulatedDevice): string[] {
  return validator.state.queue.map(({ tap: { token, reason } }) => `${token} ${reason}`);
}

describe('a simulated validator', () => {
  const plan = [tap('a', 60), tap('b', 62), tap('a', 64), tap('a', 640)];

  it('knows who held a card a moment ago when its process was killed in between', () => {
    start(plan).liveTo(plan[1]!.atMs);
    const again = start(plan);
    again.liveTo(plan[3]!.atMs);
    expect(reasons(again)).toEqual(['a OK_PAYG', 'b OK_PAYG', 'a PASSBACK', 'a OK_TRANSFER_HINT']);
    expect(again.made).toBe(4);
  });

  it('knows it, too, when the power of its vehicle went', () => {
    const device = start(plan, [MORNING + 63_000]);
    device.liveTo(plan[3]!.atMs);
    expect(reasons(device)).toEqual(['a OK_PAYG', 'b OK_PAYG', 'a PASSBACK', 'a OK_TRANSFER_HINT']);
  });
});
