/** What a validator knows before it is switched off and what its disk tells it after, on a real disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TapReceipt } from '@rukh/domain/taps';
import { makeConfig } from '@rukh/domain/validator';
import { DeviceClock } from './device-clock.js';
import { DeviceKey } from './device-key.js';
import { DeviceSigner } from './device-signer.js';
import { RunningValidator } from './running-validator.js';
import { SILENT_TRANSPORT } from './silent-transport.fixture.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-running-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** One that was held so many cards. */
function ride(taps: number, name = 'journal'): RunningValidator {
  const validator = new RunningValidator({
    config: makeConfig('V1'),
    journalPath: join(folder, `${name}.log`),
    journalOptions: { sync: false },
    signer: new DeviceSigner({ deviceId: 'V1', key: DeviceKey.derive('spec') }),
    clock: new DeviceClock(),
    transport: SILENT_TRANSPORT,
  });
  validator.happen({ type: 'LIST', list: { version: 0, confirmedAtMs: Infinity } });
  for (let tap = 1; tap <= taps; tap++) {
    validator.hold({ type: 'CARD_READ', token: `картка ${tap}`, mediaType: 'CLOSED_CARD' });
  }
  return validator;
}

function receipt(
  highWaterMark: number,
  seqs: readonly number[],
  missing: TapReceipt['missing'] = [],
): TapReceipt {
  const answers = seqs.map((seq) => ({ seq, outcome: 'ACCEPTED' as const }));
  return { deviceId: 'V1', highWaterMark, missing, answers, serverTimeMs: 0, denyListVersion: 0 };
}

function left({ state }: RunningValidator): object {
  return {
    mark: state.highWaterMark,
    lastSeq: state.lastSeq,
    queue: state.queue.map(({ tap }) => tap.seq),
  };
}

describe('a validator that is switched off and on', () => {
  it('still has the tap that was answered and that the back office, restored from a backup, then missed', () => {
    const validator = ride(3);
    validator.receive(receipt(1, [1]));
    validator.receive(receipt(1, [3]));
    validator.receive(receipt(1, [], [{ from: 2, to: 3 }]));
    validator.receive(receipt(2, [2]));
    const before = left(validator);
    expect(before).toEqual({ mark: 2, lastSeq: 3, queue: [3] });
    validator.crash();
    expect(left(validator)).toEqual(before);
    validator.close();
  });

  it('sends again what was answered before it was, over a gap that closes after', () => {
    const validator = ride(3);
    validator.receive(receipt(0, [3]));
    validator.crash();
    validator.receive(receipt(2, [1, 2]));
    const before = left(validator);
    expect(before).toEqual({ mark: 2, lastSeq: 3, queue: [3] });
    validator.crash();
    expect(left(validator)).toEqual(before);
    validator.close();
  });

  it('has what it had, whatever receipts came in whatever order', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const draw = drawFrom(seed);
      const validator = ride(6, `random-${seed}`);
      for (let event = 0; event < 8; event++) {
        const from = 1 + draw(6);
        const seqs = [1, 2, 3, 4, 5, 6].filter(() => draw(3) === 0);
        validator.receive(receipt(draw(4), seqs, draw(2) === 0 ? [{ from, to: from + draw(3) }] : []));
        if (draw(4) > 0) continue;
        const before = left(validator);
        validator.crash();
        expect({ seed, ...left(validator) }).toEqual({ seed, ...before });
      }
      validator.close();
    }
  });
});

/** Whole numbers below a bound, the same for the same seed. */
function drawFrom(seed: number): (bound: number) => number {
  let chance = seed;
  return (bound) => {
    chance = (Math.imul(chance, 1_103_515_245) + 12_345) >>> 0;
    return (chance >>> 16) % bound;
  };
}
