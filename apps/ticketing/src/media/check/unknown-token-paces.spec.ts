import { UNKNOWN_A_MINUTE, UnknownTokenPaces } from './unknown-token-paces.js';

describe('UnknownTokenPaces', () => {
  function spend(paces: UnknownTokenPaces, deviceId: string, nowMs: number): void {
    for (let i = 0; i < UNKNOWN_A_MINUTE; i++) expect(paces.take(deviceId, nowMs)).toBe(0);
  }

  it('lets a device ask about so many at once, and no more; another device has its own', () => {
    const paces = new UnknownTokenPaces();
    spend(paces, 'v-1', 0);
    expect(paces.take('v-1', 0)).toBe(1);
    expect(paces.take('v-2', 0)).toBe(0);
  });

  it('fills evenly, and not above a minute', () => {
    const paces = new UnknownTokenPaces();
    spend(paces, 'v-1', 0);
    expect([paces.take('v-1', 500), paces.take('v-1', 500)]).toEqual([0, 1]);
    spend(paces, 'v-1', 3_600_000);
    expect(paces.take('v-1', 3_600_000)).toBe(1);
  });

  it('is never met by one new card a second, for an hour', () => {
    const paces = new UnknownTokenPaces();
    for (let second = 0; second < 3_600; second++) {
      expect(paces.take('v-1', second * 1000)).toBe(0);
    }
  });

  it('counts no token that is known', () => {
    const paces = new UnknownTokenPaces();
    for (let i = 0; i < 10 * UNKNOWN_A_MINUTE; i++) {
      expect(paces.take('v-1', 0)).toBe(0);
      paces.giveBack('v-1');
    }
  });
});
