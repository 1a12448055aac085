import { prepareHmac } from './prepare-hmac.js';
import { makeListRef, makeTokenRef, prepareTokenRef, sealListRef } from './index.js';

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

  it('is the same by a key made ready, whatever their lengths', () => {
    for (const key of ['k', 'x'.repeat(64), 'ключ'.repeat(40)]) {
      const make = prepareTokenRef(key);
      for (const token of ['', 'card-1', 'картка', '🚋'.repeat(64), 'long '.repeat(300)]) {
        expect(make(token)).toEqual(makeTokenRef(key, token));
      }
    }
  });
});

describe('the name of a medium on the deny list', () => {
  const listRef = makeListRef('devices', 'card-1');
  const tokenRef = makeTokenRef('office', 'card-1');

  it('is the device’s, and comes out of the database as it went in', () => {
    const sealed = sealListRef(prepareHmac('office'), tokenRef, listRef);
    expect(sealed).not.toEqual(listRef);
    expect(sealListRef(prepareHmac('office'), tokenRef, sealed)).toEqual(listRef);
  });
  it('cannot be opened with the devices’ key', () => {
    const sealed = sealListRef(prepareHmac('office'), tokenRef, listRef);
    expect(sealListRef(prepareHmac('devices'), tokenRef, sealed)).not.toEqual(listRef);
  });
});
