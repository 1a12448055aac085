import { findListenFault } from '@rukh/adapters/embedded';
import { describePortFault } from './describe-port-fault.js';

describe('why nothing can listen', () => {
  const variables = ['RUKH_PORT', 'RUKH_HOST'] as const;

  it('is another program, this account or the address, each with what to do', () => {
    const told = (fault: string): string =>
      describePortFault(fault, { port: 80, host: '10.9.9.9', variables });
    expect(told('EADDRINUSE')).toBe('Port 80 is taken by another program; choose another: RUKH_PORT=81.');
    expect(told('EACCES')).toBe(
      'This account may not listen on port 80; choose one above 1023: RUKH_PORT=8080.',
    );
    expect(told('EADDRNOTAVAIL')).toMatch(/^Nothing can listen at 10\.9\.9\.9 here .*: RUKH_HOST is/);
  });

  it('is told apart by the system', async () => {
    // Of the block for documentation: no machine has it.
    expect(await findListenFault(8080, '192.0.2.1')).toBe('EADDRNOTAVAIL');
  });
});
