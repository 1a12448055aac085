// Live means "do not restart me", ready means "send me requests". A check that is not critical never takes the
// process out of service: it makes it degraded and says why, because a feed that goes on from memory while
// Redis is away is worth more than no feed.
import { Injectable } from '@nestjs/common';
import { Shutdown } from '../shutdown/shutdown.js';

export interface CheckResult {
  readonly ok: boolean;
  readonly detail?: string;
}

export type HealthCheck = () => Promise<CheckResult>;

export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: Readonly<Record<string, CheckResult & { readonly critical: boolean }>>;
}

const CHECK_TIMEOUT_MS = 2000;

@Injectable()
export class HealthRegistry {
  readonly #checks = new Map<string, { readonly check: HealthCheck; readonly critical: boolean }>();

  constructor(private readonly shutdown: Shutdown) {}

  /** @throws Error when the name is taken: two modules of one process must not hide each other */
  register(name: string, check: HealthCheck, { critical }: { readonly critical: boolean }): void {
    if (this.#checks.has(name)) throw new Error(`Health check ${name} is registered twice`);
    this.#checks.set(name, { check, critical });
  }

  /** Runs all checks at once; one that throws or takes over two seconds has failed. */
  async report(): Promise<HealthReport> {
    const checks = Object.fromEntries(
      await Promise.all(
        [...this.#checks].map(
          async ([name, { check, critical }]) => [name, { ...(await runCheck(check)), critical }] as const,
        ),
      ),
    );
    const failed = Object.values(checks).filter(({ ok }) => !ok);
    const isDown = this.shutdown.hasBegun || failed.some(({ critical }) => critical);
    return { status: isDown ? 'down' : failed.length > 0 ? 'degraded' : 'ok', checks };
  }
}

async function runCheck(check: HealthCheck): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<CheckResult>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, detail: `no answer within ${CHECK_TIMEOUT_MS} ms` });
    }, CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), timeout]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
