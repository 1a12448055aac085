import { execFileSync } from 'node:child_process';
import { tellFirstAccount } from './list-addresses.js';

describe('the command that makes the first account', () => {
  it.each(['/srv/rukh', '/srv/a city', "/srv/Рух's home; rm x"])('is a command in %j', (RUKH_HOME) => {
    const [, told] = tellFirstAccount({ RUKH_AGENCY: 'town', RUKH_HOME });
    const command = told
      .replace('the first account: ', '')
      .replace(/npx .*/, `sh -c 'printf %s "$RUKH_HOME"'`);
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(RUKH_HOME);
  });
});
