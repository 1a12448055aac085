// The one way a Rukh process comes up: the app's module under the service's own, on Fastify with safe headers,
// bounded bodies and bounded request rates, and a shutdown that drains. Bad configuration and a taken port end
// the process with one sentence, since these are for a person to mend.
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError } from './config/configuration-error.js';
import { loadConfig } from './config/load-config.js';
import { serviceConfig } from './config/service-config.js';
import { answerOtherMethods } from './http/answer-other-methods.js';
import { createAdapter } from './http/create-adapter.js';
import { measureRequests } from './metrics/measure-requests.js';
import { describeApi } from './openapi/describe-api.js';
import { ServedApi } from './openapi/served-api.js';
import { RukhLogger } from './logging/rukh-logger.js';
import { ServiceModule } from './service.module.js';
import { drainOnSignals } from './shutdown/drain.js';

export interface BootstrapOptions {
  /** Name of the process in its log. */
  readonly name: string;
  /** Port to listen on; as a function it may read the configuration, whose errors are then said well. */
  readonly port: number | (() => number);
  /** Largest request body, bytes; a route may set its own. */
  readonly bodyLimitBytes?: number;
}

/** Exit code of a process whose configuration is wrong (EX_CONFIG): starting it again cannot help. */
export const CONFIGURATION_EXIT_CODE = 78;

const BODY_LIMIT_BYTES = 1024 * 1024;
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
};

/** The application, ready to listen or to be injected with requests by a test. */
export async function createApp(
  module: Type | DynamicModule,
  { name, bodyLimitBytes = BODY_LIMIT_BYTES }: Omit<BootstrapOptions, 'port'>,
): Promise<NestFastifyApplication> {
  const config = loadConfig(serviceConfig);
  const trustedProxies = config.RUKH_TRUSTED_PROXIES?.split(',').map((proxy) => proxy.trim());
  const adapter = createAdapter({ bodyLimitBytes, trustedProxies });
  const service = ServiceModule.forRoot({ name, logLevel: config.RUKH_LOG_LEVEL });
  const root = { module: RootModule, imports: [service, module] };
  const logger = new RukhLogger(name, config.RUKH_LOG_LEVEL);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger,
    abortOnError: false,
    bodyParser: false,
  });
  app.useBodyParser('application/json');
  answerOtherMethods(app);
  await app.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY });
  if (config.RUKH_REQUESTS_PER_MINUTE > 0) {
    await app.register(rateLimit, {
      max: config.RUKH_REQUESTS_PER_MINUTE,
      timeWindow: 60_000,
      allowList: LOOPBACK,
      // A bounded table: an attacker with many addresses must not fill the memory.
      cache: 10_000,
      addHeadersOnExceeding: {
        'x-ratelimit-limit': false,
        'x-ratelimit-remaining': false,
        'x-ratelimit-reset': false,
      },
    });
  }
  measureRequests(app);
  app.get(ServedApi).use(() => describeApi(app));
  return app;
}

/** Brings the process up and keeps it up until a signal drains it. */
export async function bootstrap(
  module: Type | DynamicModule,
  options: BootstrapOptions,
): Promise<NestFastifyApplication> {
  try {
    const port = typeof options.port === 'number' ? options.port : options.port();
    const app = await createApp(module, options);
    drainOnSignals(app);
    await app.listen(port, loadConfig(serviceConfig).RUKH_HOST);
    return app;
  } catch (error) {
    return exitWith(error, options.name);
  }
}

@Module({})
class RootModule {}

function exitWith(error: unknown, name: string): never {
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exit(CONFIGURATION_EXIT_CODE);
  }
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    process.stderr.write(`${name}: port ${port ?? ''} is taken by another program\n`);
    process.exit(1);
  }
  new RukhLogger(name).fatal(error);
  process.exit(1);
}
