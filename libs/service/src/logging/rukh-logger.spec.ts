import { closeSync, openSync } from 'node:fs';
import { RukhLogger, openLog } from './rukh-logger.js';

function capture(): { logger: RukhLogger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  };
  return { logger: new RukhLogger('feeds', 'info', { write }), lines };
}

describe('RukhLogger', () => {
  it('writes one JSON line with the service, the context and the fields', () => {
    const { logger, lines } = capture();
    logger.log('snapshot published', { version: 7 }, 'SnapshotWriter');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'feeds',
        context: 'SnapshotWriter',
        version: 7,
        msg: 'snapshot published',
      }),
    ]);
  });

  it('hides passwords of URLs wherever they stand', () => {
    const { logger, lines } = capture();
    logger.error(new Error('no answer from postgres://rukh:hunter2@db:5432/rukh'));
    logger.warn('redis://:hunter2@cache:6379 is away', { url: 'mqtts://device:hunter2@broker' });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines)).toContain('postgres://rukh:***@db:5432/rukh');
  });

  it('hides members that are called secrets', () => {
    const { logger, lines } = capture();
    logger.log('connecting', { password: 'hunter2', broker: { token: 'hunter2' } });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('keeps the stack of an error', () => {
    const { logger, lines } = capture();
    logger.error('import failed', new Error('line 7'));
    expect(JSON.stringify(lines)).toContain('rukh-logger.spec');
  });

  it('goes on where the disk takes no more', () => {
    const fd = openSync('/dev/full', 'w');
    const logger = new RukhLogger('feeds', 'info', openLog(fd));
    for (let i = 0; i < 100; i++) logger.log('snapshot published', { version: i });
    closeSync(fd);
  });

  it('is silent below its level', () => {
    const { logger, lines } = capture();
    logger.debug('detail');
    expect(lines).toEqual([]);
  });
});
