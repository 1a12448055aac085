/** What can be done to the stage, by name. Each fault ends by itself; what it killed runs again then. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Child } from './child.ts';
import type { FaultProxy, Weather } from './fault-proxy.ts';
import { reportLosses } from './losses.ts';
import type { Dice } from './random.ts';
import type { Stage } from './stage.ts';

export interface Fault {
  readonly name: string;
  run(stage: Stage, dice: Dice): Promise<void>;
}

export const FAULTS: readonly Fault[] = [
  killChild('kill -9 the ticketing service', (stage) => stage.ticketing),
  killChild('kill -9 the validators', (stage) => stage.fleet),
  killChild('kill -9 the broker', (stage) => stage.broker),
  {
    name: 'kill -9 PostgreSQL',
    run: async ({ postgres }, dice) => {
      await postgres.kill();
      await delay(dice.between(100, 2000));
      await postgres.start();
    },
  },
  {
    name: 'kill -9 Redis',
    run: async ({ redis }, dice) => {
      await redis.kill();
      await delay(dice.between(100, 2000));
      await redis.start();
    },
  },
  {
    name: 'freeze PostgreSQL (SIGSTOP)',
    run: async ({ postgres }, dice) => {
      await postgres.freeze();
      await delay(dice.between(1000, 4000));
      await postgres.thaw();
    },
  },
  {
    name: 'freeze the ticketing service (SIGSTOP)',
    run: async ({ ticketing }, dice) => {
      ticketing.signal('SIGSTOP');
      await delay(dice.between(1000, 5000));
      ticketing.signal('SIGCONT');
    },
  },
  {
    name: 'cards are reported lost, of which taps came or are still to come',
    run: async (stage) => {
      await reportLosses(stage);
    },
  },
  cutRoad('database: replies lost (ambiguous commits)', database, { is: 'mute' }, 500, 1500),
  cutRoad('database: black hole', database, { is: 'black-hole' }, 1000, 4000),
  cutRoad('database: slow, 200 ms', database, { is: 'slow', ms: 200 }, 1000, 3000),
  resetRoad('database: connections reset', database),
  cutRoad('devices: replies lost (receipts)', service, { is: 'mute' }, 500, 3000),
  cutRoad('devices: black hole', service, { is: 'black-hole' }, 1000, 5000),
  cutRoad('devices: slow, 500 ms', service, { is: 'slow', ms: 500 }, 1000, 4000),
  cutRoad('devices: refused', service, { is: 'refusing' }, 500, 3000),
  resetRoad('devices: connections reset', service),
  cutRoad('broker: black hole', brokerRoad, { is: 'black-hole' }, 1000, 4000),
  cutRoad('broker: receipts lost', brokerRoad, { is: 'mute' }, 500, 2000),
  resetRoad('broker: connections reset', brokerRoad),
];

function database(stage: Stage): FaultProxy {
  return stage.databaseRoad;
}

function service(stage: Stage): FaultProxy {
  return stage.serviceRoad;
}

function brokerRoad(stage: Stage): FaultProxy {
  return stage.brokerRoad;
}

function killChild(name: string, of: (stage: Stage) => Child): Fault {
  return {
    name,
    run: async (stage, dice) => {
      const child = of(stage);
      // Who has finished is not started again.
      if (!child.isRunning) return;
      await child.kill();
      await delay(dice.between(50, 1500));
      child.start();
    },
  };
}

function cutRoad(
  name: string,
  of: (stage: Stage) => FaultProxy,
  weather: Weather,
  fromMs: number,
  toMs: number,
): Fault {
  return {
    name,
    run: async (stage, dice) => {
      of(stage).setWeather(weather);
      await delay(dice.between(fromMs, toMs));
      of(stage).setWeather({ is: 'fair' });
      // What was swallowed never comes: these connections are of no use any more.
      if (weather.is !== 'slow') of(stage).reset();
    },
  };
}

function resetRoad(name: string, of: (stage: Stage) => FaultProxy): Fault {
  return {
    name,
    run: async (stage, dice) => {
      for (let i = 0; i < 5; i++) {
        of(stage).reset();
        await delay(dice.between(20, 400));
      }
    },
  };
}
