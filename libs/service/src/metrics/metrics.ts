// One registry a process, whatever the number of modules in it, so that the all-in-one form answers /metrics
// once for all. Each metric's help and labels are kept, because docs/metrics.md is generated from them.
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

export interface MetricDefinition<L extends string = string> {
  /** Starts with `rukh_`, ends with its unit, counters with `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
}

export interface HistogramDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Upper bounds in the metric's unit, rising. */
  readonly buckets?: readonly number[];
}

export interface GaugeDefinition<L extends string = string> extends MetricDefinition<L> {
  /** Reads the value when somebody asks, for what is cheaper to read than to keep. Without labels only. */
  readonly collect?: () => number;
}

export interface MetricDescription {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

type Kind = MetricDescription['type'];

@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #descriptions = new Map<string, MetricDescription>();
  readonly contentType = this.#registry.contentType;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** A number that only rises. Asking again for the same definition gives the same counter. */
  counter<L extends string = never>(definition: MetricDefinition<L>): Counter<L> {
    return this.#declare('counter', definition, (options) => new Counter<L>(options));
  }

  /** A number that goes up and down. */
  gauge<L extends string = never>(definition: GaugeDefinition<L>): Gauge<L> {
    const { collect } = definition;
    return this.#declare('gauge', definition, (options) => {
      if (collect === undefined) return new Gauge<L>(options);
      return new Gauge<L>({
        ...options,
        collect(this: Gauge<L>): void {
          this.set(collect());
        },
      });
    });
  }

  /** How values are spread over buckets. */
  histogram<L extends string = never>(definition: HistogramDefinition<L>): Histogram<L> {
    const buckets = definition.buckets === undefined ? {} : { buckets: [...definition.buckets] };
    return this.#declare('histogram', definition, (options) => new Histogram<L>({ ...options, ...buckets }));
  }

  /** Prometheus text form of everything counted. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Rukh's own metrics, by name. */
  list(): readonly MetricDescription[] {
    return [...this.#descriptions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #declare<L extends string, M>(
    type: Kind,
    { name, help, labels = [] }: MetricDefinition<L>,
    create: (options: { name: string; help: string; labelNames: L[]; registers: Registry[] }) => M,
  ): M {
    const description: MetricDescription = { name, type, help, labels };
    const declared = this.#descriptions.get(name);
    if (declared === undefined) {
      this.#descriptions.set(name, description);
      return create({ name, help, labelNames: [...labels], registers: [this.#registry] });
    }
    if (JSON.stringify(declared) !== JSON.stringify(description)) {
      throw new Error(`Metric ${name} is declared twice with different type, help or labels`);
    }
    return this.#registry.getSingleMetric(name) as M;
  }
}
