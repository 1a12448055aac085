import { type IntakeCounts, IntakeWindow } from './intake-window.js';

const counts = (received: number, stale: number): IntakeCounts => ({
  received: new Map([['rukh', received]]),
  accepted: new Map([['rukh', received - stale]]),
  rejected: new Map([['rukh', new Map([['stale', stale]])]]),
  refused: new Map([['hfp', new Map([['too_large', 1]])]]),
});

describe('what came in the last ten minutes', () => {
  it('is all of it at first, then what rose since', () => {
    const window = new IntakeWindow();
    expect(window.tell()).toEqual({ seconds: 0, adapters: [] });
    window.add(0, counts(10, 2));
    expect(window.tell().adapters[0]).toMatchObject({ received: 10, accepted: 8 });
    window.add(300, counts(40, 3));
    expect(window.tell()).toEqual({
      seconds: 300,
      adapters: [
        {
          adapter: 'rukh',
          received: 30,
          accepted: 29,
          rejected: [{ reason: 'stale', count: 1 }],
          refused: [],
        },
        { adapter: 'hfp', received: 0, accepted: 0, rejected: [], refused: [] },
      ],
    });
  });

  it('lets go of what is older', () => {
    const window = new IntakeWindow();
    for (let at = 0; at <= 1200; at += 10) window.add(at, counts(at, 0));
    expect(window.tell()).toMatchObject({ seconds: 600, adapters: [{ received: 600, rejected: [] }, {}] });
  });
});
