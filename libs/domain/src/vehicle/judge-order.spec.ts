import { judgeOrder } from './index.js';

describe('the order of positions judged by several processes', () => {
  const last = { timestampSeconds: 1000, atSeconds: 1300 };

  it('has a beginning', () => {
    expect(judgeOrder(undefined, last)).toBeUndefined();
  });

  it('goes on with what is newer on our clock, though the vehicle has set its own back', () => {
    expect(judgeOrder(last, { timestampSeconds: 700, atSeconds: 1310 })).toBeUndefined();
  });

  it('refuses what is older', () => {
    expect(judgeOrder(last, { timestampSeconds: 990, atSeconds: 1290 })).toBe('out_of_order');
  });

  it('knows the same report again though another process put it elsewhere on our clock', () => {
    expect(judgeOrder(last, { timestampSeconds: 1000, atSeconds: 1301.5 })).toBe('duplicate');
  });
});
