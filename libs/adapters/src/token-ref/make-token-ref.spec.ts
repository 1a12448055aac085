import { makeTokenRef } from './index.js';

describe('the name under which a token is kept', () => {
  it('is 16 bytes, the same for the same token and key', () => {
    const ref = makeTokenRef('key', 'card-1');
    expect(ref).toHaveLength(16);
    expect(makeTokenRef(Buffer.from('key'), 'card-1')).toEqual(ref);
  });

  it('is another for another token, and for another key', () => {
    const ref = makeTokenRef('key', 'card-1');
    expect(makeTokenRef('key', 'card-2')).not.toEqual(ref);
    expect(makeTokenRef('another', 'card-1')).not.toEqual(ref);
  });
});
