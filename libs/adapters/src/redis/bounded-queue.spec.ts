import fc from 'fast-check';
import { BoundedQueue } from './bounded-queue.js';

describe('BoundedQueue', () => {
  it('keeps the newest when it is full and says how many made way', () => {
    const queue = new BoundedQueue<number>(2);
    expect([1, 2, 3].map((item) => queue.push(item))).toEqual([0, 0, 1]);
    expect(queue.take(5)).toEqual([2, 3]);
  });

  it('behaves like a plain list cut to its capacity, whatever the order of pushes and takes', () => {
    const step = fc.oneof(fc.record({ take: fc.nat(5) }), fc.record({ push: fc.integer() }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 200 }), (capacity, steps) => {
        const queue = new BoundedQueue<number>(capacity);
        let list: number[] = [];
        for (const each of steps) {
          if ('push' in each) {
            queue.push(each.push);
            list = [...list, each.push].slice(-capacity);
          } else {
            expect(queue.take(each.take)).toEqual(list.slice(0, each.take));
            list = list.slice(each.take);
          }
          expect(queue.length).toBe(list.length);
        }
      }),
    );
  });
});
