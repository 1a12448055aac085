import fc from 'fast-check';
import { NO_PROGRESS, addDurable, countMissing, isDurable, joinProgress, listMissing } from './index.js';

const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });

/** What the progress must say, worked out the slow way. */
function model(numbers: readonly number[], lastSeq: number): { mark: number; missing: number[] } {
  const durable = new Set(numbers);
  let mark = 0;
  while (durable.has(mark + 1)) mark++;
  const end = Math.max(lastSeq, ...numbers, 0);
  const missing = Array.from({ length: end }, (_, i) => i + 1).filter((seq) => !durable.has(seq));
  return { mark, missing };
}

describe('the numbers of a device that are durable', () => {
  it('are those that came, and no others', () => {
    fc.assert(
      fc.property(seqs, (numbers) => {
        const progress = addDurable(NO_PROGRESS, numbers);
        const told = Array.from({ length: 60 }, (_, i) => i + 1).filter((seq) => isDurable(progress, seq));
        expect(told).toEqual([...numbers].sort((a, b) => a - b));
      }),
    );
  });

  it('are the same in any order, any split and any repetition, and the mark never passes a gap', () => {
    fc.assert(
      fc.property(seqs, fc.nat({ max: 70 }), fc.nat({ max: 9 }), (numbers, lastSeq, size) => {
        let progress = NO_PROGRESS;
        for (let at = 0; at < numbers.length; at += size + 1) {
          const batch = numbers.slice(at, at + size + 1);
          progress = addDurable(addDurable(progress, batch), batch);
        }
        const { mark, missing } = model(numbers, lastSeq);
        expect(progress.highWaterMark).toBe(mark);
        const told = listMissing(progress, lastSeq, 100).flatMap(({ from, to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(told).toEqual(missing);
        expect(countMissing(progress, lastSeq)).toBe(missing.length);
        expect(progress).toEqual(addDurable(NO_PROGRESS, numbers));
      }),
      { numRuns: 2000 },
    );
  });

  it('are those that either of two processes knows of', () => {
    fc.assert(
      fc.property(seqs, seqs, (a, b) => {
        const joined = joinProgress(addDurable(NO_PROGRESS, a), addDurable(NO_PROGRESS, b));
        expect(joined).toEqual(addDurable(NO_PROGRESS, [...a, ...b]));
      }),
    );
  });

  it('cost no more where a device claims to be far ahead', () => {
    const progress = addDurable(NO_PROGRESS, [1, 2 ** 52]);
    expect(listMissing(progress, 2 ** 53 - 1, 1)).toEqual([{ from: 2, to: 2 ** 52 - 1 }]);
  });
});
