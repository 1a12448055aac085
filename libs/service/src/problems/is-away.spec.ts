import { connect } from 'node:net';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describeProblem } from './describe-problem.js';
import { isAway } from './is-away.js';

const withCode = (code: string): Error => Object.assign(new Error('as the database says it'), { code });

describe('what is away', () => {
  it('is who does not take a connection, as Node says it', async () => {
    for (const options of [{ host: 'localhost', port: 1 }, { path: '/nowhere/socket' }]) {
      const [error] = (await once(connect(options), 'error').catch((e: unknown) => [e])) as [Error];
      expect(isAway(error)).toBe(true);
      expect(isAway(new Error('it could not be read', { cause: error }))).toBe(true);
    }
  });

  it.each(['08006', '25P03', '53300', '40001', '40P01', '55P03', '57014', '57P01', '57P03'])(
    'is a database that says %s',
    (code) => {
      expect(isAway(withCode(code))).toBe(true);
    },
  );

  it('is a pool whose connections are gone', () => {
    expect(isAway(new Error('Connection terminated due to connection timeout'))).toBe(true);
    expect(isAway(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isAway(new Error('Client was closed and is not queryable'))).toBe(true);
  });

  it('is no statement that is wrong, no missing file and no bug', async () => {
    expect(isAway(withCode('23505'))).toBe(false);
    expect(isAway(withCode('42P01'))).toBe(false);
    expect(isAway(new TypeError('x is not a function'))).toBe(false);
    expect(isAway(undefined)).toBe(false);
    expect(isAway(await readFile('/nowhere').catch((error: unknown) => error))).toBe(false);
  });

  it('is answered 503, and nothing of the inside is told', () => {
    expect(describeProblem(withCode('57P03'))).toEqual({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
    });
  });
});
