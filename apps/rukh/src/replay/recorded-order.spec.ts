import { RecordedOrder } from './recorded-order.js';

function play(times: readonly number[]): void {
  const order = new RecordedOrder();
  for (const time of times) order.note(time);
}

const NOON = 1_796_040_000;

describe('the order of a recording', () => {
  it('is that of time, though rows are some minutes late and some trackers repeat what is old', () => {
    const times = Array.from(
      { length: 3000 },
      (_, i) => NOON + 5 * i - (i % 30 === 0 ? 86_400 : (i % 7) * 60),
    );
    expect(() => play(times)).not.toThrow();
  });

  it('is none where rows are sorted by vehicle, newest first or not at all', () => {
    const vehicle = Array.from({ length: 240 }, (_, i) => NOON + 30 * i);
    const unsorted = /not in the order of time: of its first \d+ rows, 201 are more than ten minutes older/;
    expect(() => play([...vehicle, ...vehicle, ...vehicle])).toThrow(unsorted);
    expect(() => play([...vehicle, ...vehicle].reverse())).toThrow(unsorted);
    expect(() => play(Array.from({ length: 2000 }, (_, i) => NOON + ((i * 7919) % 2000) * 5))).toThrow(
      unsorted,
    );
  });
});
