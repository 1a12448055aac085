import { isNotModified } from './conditional.js';
import { accepts, negotiateCoding } from './negotiate.js';

describe('the content coding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['GZIP;Q=1', 'gzip'],
    ['deflate', 'identity'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['identity, gzip;q=0.5', 'identity'],
    ['identity;q=0', undefined],
    ['*;q=0', undefined],
    ['gzip;q=nonsense', 'identity'],
  ])('for %p is %p', (header, coding) => {
    expect(negotiateCoding(header)).toBe(coding);
  });
});

describe('the media type', () => {
  it.each([
    [undefined, true],
    ['*/*', true],
    ['application/*;q=0.1', true],
    ['text/html, application/x-protobuf;q=0.9', true],
    ['text/html', false],
    ['application/x-protobuf;q=0, */*', false],
  ])('asked for by %p is acceptable: %p', (header, expected) => {
    expect(accepts(header, ['application/x-protobuf'])).toBe(expected);
  });
});

describe('a condition', () => {
  const validators = { etag: '"100-ab-pb"', modifiedSeconds: 1_795_000_000 };

  it.each([
    [{}, false],
    [{ 'if-none-match': '"100-ab-pb"' }, true],
    [{ 'if-none-match': 'W/"100-ab-pb"' }, true],
    [{ 'if-none-match': '"1", "100-ab-pb"' }, true],
    [{ 'if-none-match': '*' }, true],
    [{ 'if-none-match': '"100-ab-pb-gzip"' }, false],
    [{ 'if-modified-since': new Date(1_795_000_000_000).toUTCString() }, true],
    [{ 'if-modified-since': new Date(1_794_999_999_000).toUTCString() }, false],
    [{ 'if-modified-since': 'yesterday' }, false],
    [{ 'if-none-match': '"1"', 'if-modified-since': new Date(1_795_000_000_000).toUTCString() }, false],
  ])('%j is met: %p', (conditions, expected) => {
    expect(isNotModified(conditions, validators)).toBe(expected);
  });
});
