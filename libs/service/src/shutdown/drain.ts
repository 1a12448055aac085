// SIGTERM in order: readiness turns false and event streams are told to end, no new connection is accepted,
// requests on the way get their answers, then modules let go of their own connections. All within ten seconds,
// after which what is left is cut, so that whoever supervises the process never has to kill it.
import type { Server } from 'node:http';
import { Logger, type INestApplication } from '@nestjs/common';
import { Shutdown } from './shutdown.js';

export const DRAIN_TIMEOUT_MS = 10_000;

/** @returns true when everything ended by itself, false when the time was up */
export async function drain(app: INestApplication, timeoutMs = DRAIN_TIMEOUT_MS): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  app.get(Shutdown).begin();
  const server = app.getHttpServer() as Server;
  const answered = await within(deadline, closeServer(server));
  server.closeAllConnections();
  const closed = await within(deadline, app.close());
  return answered && closed;
}

/** Exits the process after a drain on SIGTERM or SIGINT; a second signal exits at once. */
export function drainOnSignals(app: INestApplication): void {
  const logger = new Logger('Shutdown');
  let isDraining = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isDraining) process.exit(1);
    isDraining = true;
    logger.log(`${signal}: draining`);
    drain(app).then(
      (isClean) => {
        logger.log(isClean ? 'drained' : 'time is up, what was left is cut');
        process.exit(isClean ? 0 : 1);
      },
      (error: unknown) => {
        logger.error('could not shut down cleanly', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) {
      resolve();
      return;
    }
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function within(deadline: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(
      () => {
        resolve(false);
      },
      Math.max(0, deadline - Date.now()),
    );
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
