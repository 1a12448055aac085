import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('gives the same counter to two modules that declare it alike', async () => {
    const metrics = new Metrics();
    const definition = { name: 'rukh_dropped_total', help: 'Dropped', labels: ['reason'] } as const;
    metrics.counter(definition).inc({ reason: 'full' }, 2);
    metrics.counter(definition).inc({ reason: 'full' });
    expect(await metrics.render()).toContain('rukh_dropped_total{reason="full"} 3');
  });

  it('refuses one name for two meanings', () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'rukh_things_total', help: 'Things' });
    expect(() => metrics.gauge({ name: 'rukh_things_total', help: 'Things' })).toThrow(/declared twice/);
  });

  it('reads a collected gauge when asked', async () => {
    const metrics = new Metrics();
    let vehicles = 1;
    metrics.gauge({ name: 'rukh_vehicles', help: 'Vehicles', collect: () => vehicles });
    vehicles = 600;
    expect(await metrics.render()).toContain('rukh_vehicles 600');
  });

  it('describes what is declared, for the documentation', () => {
    const metrics = new Metrics();
    metrics.histogram({ name: 'rukh_b_seconds', help: 'B', labels: ['route'], buckets: [1, 2] });
    metrics.counter({ name: 'rukh_a_total', help: 'A' });
    expect(metrics.list()).toEqual([
      { name: 'rukh_a_total', type: 'counter', help: 'A', labels: [] },
      { name: 'rukh_b_seconds', type: 'histogram', help: 'B', labels: ['route'] },
    ]);
  });

  it('renders the process metrics too', async () => {
    expect(await new Metrics().render()).toContain('process_cpu_seconds_total');
  });
});
