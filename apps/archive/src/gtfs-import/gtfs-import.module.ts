import {
  Inject,
  Logger,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { GtfsVersions, createPool } from '@rukh/adapters/postgres';
import { ADMIN_TOKEN, AdminTokenGuard, Metrics, loadConfig } from '@rukh/service';
import { type GtfsImportConfig, gtfsImportConfig } from './gtfs-import-config.js';
import { GtfsImportController } from './gtfs-import.controller.js';
import { GtfsImports } from './gtfs-imports.js';
import { renewCompiled } from './renew-compiled.js';
import { StaticFeedController } from './static-feed.controller.js';
import { StaticFeedStore } from './static-feed.js';
import { StaticVersionsController } from './static-versions.controller.js';

const CONFIG = Symbol('gtfs import config');
/** Archives are megabytes: they get more time than a query. */
const STATEMENT_TIMEOUT_MS = 60_000;
const RETRY_MS = 30_000;

/** Imports, versions and activations by HTTP, and the static feed in force for everybody. */
@Module({
  controllers: [GtfsImportController, StaticFeedController, StaticVersionsController],
  providers: [
    { provide: CONFIG, useFactory: () => loadConfig(gtfsImportConfig) },
    {
      provide: GtfsVersions,
      inject: [CONFIG],
      useFactory: ({ DATABASE_URL }: GtfsImportConfig) => openVersions(DATABASE_URL),
    },
    {
      provide: ADMIN_TOKEN,
      inject: [CONFIG],
      useFactory: ({ RUKH_ADMIN_TOKEN }: GtfsImportConfig) => RUKH_ADMIN_TOKEN,
    },
    AdminTokenGuard,
    {
      provide: GtfsImports,
      inject: [GtfsVersions, CONFIG, Metrics],
      useFactory: (versions: GtfsVersions, config: GtfsImportConfig, metrics: Metrics) =>
        new GtfsImports(versions, config.RUKH_GTFS_PRIVATE_HOSTS, metrics),
    },
    StaticFeedStore,
  ],
})
export class GtfsImportModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('GtfsImport');
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(GtfsVersions) private readonly versions: GtfsVersions,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  /** A zip in a body is handed on as it comes in; everything about it is checked while it is read. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance();
    for (const type of ['application/zip', 'application/x-zip-compressed']) {
      if (fastify.hasContentTypeParser(type)) continue;
      fastify.addContentTypeParser(type, (_request, body, done) => {
        done(null, body);
      });
    }
  }

  onApplicationBootstrap(): void {
    void this.#renew();
  }

  /** Tries until the database is there: nobody else can give the schedules their new form. */
  async #renew(): Promise<void> {
    try {
      const renewed = await renewCompiled(this.versions, Date.now() / 1000);
      for (const versionId of renewed) this.#logger.log(`compiled GTFS version ${versionId} anew`);
    } catch (error) {
      if (this.#stopped) return;
      this.#logger.warn(`compiled schedules could not be looked at: ${(error as Error).message}`);
      this.#retry = setTimeout(() => void this.#renew(), RETRY_MS);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.versions.pool.end();
  }
}

function openVersions(databaseUrl: string): GtfsVersions {
  const logger = new Logger('GtfsVersions');
  return new GtfsVersions(
    createPool({
      databaseUrl,
      applicationName: 'rukh-gtfs',
      max: 4,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      onTrouble: (message) => {
        logger.warn(message);
      },
    }),
  );
}
