import { findConsoleAddress } from './find-console-address.js';

describe('an address below the console', () => {
  it.each([
    ['/console/', '/console'],
    ['/console/?lang=en', '/console?lang=en'],
    ['/console/trips', '/console?view=trips'],
    ['/console/trips/?lang=en', '/console?lang=en&view=trips'],
    ['/console/trips?view=reports', '/console?view=reports'],
    ['/console/no/such/place', '/console'],
    ['/console/%2e%2e//evil.example', '/console'],
    ['/console//evil.example', '/console'],
  ])('%s leads to %s, never to another site', (url, address) =>
    expect(findConsoleAddress(url)).toBe(address),
  );

  it.each(['/console/assets/none.js', '/console/assets/a/b.js', '/console/tiles/1/2'])(
    '%s leads nowhere: a program asks for it',
    (url) => expect(findConsoleAddress(url)).toBeUndefined(),
  );
});
