import { readBearer } from './read-bearer.js';

describe('the token of an Authorization header', () => {
  it('is what follows Bearer, in any case', () => {
    expect(readBearer('Bearer abc.DEF-1')).toBe('abc.DEF-1');
    expect(readBearer('bearer   abc')).toBe('abc');
  });

  it('is none without a header, in another scheme, with a blank in it, or longer than any of ours', () => {
    for (const header of [
      undefined,
      '',
      'abc',
      'Basic abc',
      'Bearer',
      'Bearer a b',
      `Bearer ${'a'.repeat(2_000)}`,
    ]) {
      expect(readBearer(header)).toBeUndefined();
    }
    expect(readBearer(['Bearer abc'])).toBe('abc');
  });
});
