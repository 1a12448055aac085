// What every process has once: log, metrics, health, shutdown, problem answers, OpenAPI. `bootstrap` imports it above
// the app's module and it is global, so app modules inject from it but never import it themselves; otherwise
// the all-in-one form would have several registries.
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AsyncApiController } from './asyncapi/asyncapi.controller.js';
import { MessageDescriptions } from './asyncapi/message-descriptions.js';
import { HealthController } from './health/health.controller.js';
import { HealthRegistry } from './health/health-registry.js';
import { RukhLogger, type LogLevel } from './logging/rukh-logger.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { RouteDescriptions } from './openapi/route-descriptions.js';
import { ServedApi } from './openapi/served-api.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { Shutdown } from './shutdown/shutdown.js';

export interface ServiceOptions {
  /** Name of the process, on each line of its log. */
  readonly name: string;
  readonly logLevel?: LogLevel;
}

@Module({})
export class ServiceModule {
  static forRoot({ name, logLevel = 'info' }: ServiceOptions): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      controllers: [HealthController, MetricsController, OpenApiController, AsyncApiController],
      providers: [
        { provide: RukhLogger, useFactory: () => new RukhLogger(name, logLevel) },
        Metrics,
        HealthRegistry,
        Shutdown,
        RouteDescriptions,
        MessageDescriptions,
        ServedApi,
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [RukhLogger, Metrics, HealthRegistry, Shutdown, RouteDescriptions, MessageDescriptions],
    };
  }
}
