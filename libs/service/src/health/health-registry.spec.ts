import { Shutdown } from '../shutdown/shutdown.js';
import { HealthRegistry } from './health-registry.js';

const fine = (): Promise<{ ok: true }> => Promise.resolve({ ok: true });
const broken = (): Promise<never> => Promise.reject(new Error('connection refused'));

describe('HealthRegistry', () => {
  it('is ok while every check is', async () => {
    const health = new HealthRegistry(new Shutdown());
    health.register('redis', fine, { critical: true });
    expect((await health.report()).status).toBe('ok');
  });

  it('is degraded, with the reason, when a check fails that is not critical', async () => {
    const health = new HealthRegistry(new Shutdown());
    health.register('redis', broken, { critical: false });
    expect(await health.report()).toEqual({
      status: 'degraded',
      checks: { redis: { ok: false, detail: 'connection refused', critical: false } },
    });
  });

  it('is down when a critical check fails', async () => {
    const health = new HealthRegistry(new Shutdown());
    health.register('snapshot', broken, { critical: true });
    expect((await health.report()).status).toBe('down');
  });

  it('takes a check that does not answer for a failed one', async () => {
    const health = new HealthRegistry(new Shutdown());
    health.register('postgres', () => new Promise(() => undefined), { critical: false });
    const { checks } = await health.report();
    expect(checks['postgres']?.detail).toBe('no answer within 2000 ms');
  });

  it('is down once the shutdown has begun', async () => {
    const shutdown = new Shutdown();
    const health = new HealthRegistry(shutdown);
    shutdown.begin();
    expect((await health.report()).status).toBe('down');
  });

  it('refuses two checks of one name', () => {
    const health = new HealthRegistry(new Shutdown());
    health.register('redis', fine, { critical: true });
    expect(() => {
      health.register('redis', fine, { critical: true });
    }).toThrow(/registered twice/);
  });
});
