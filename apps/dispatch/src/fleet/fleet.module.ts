import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { FleetStore } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { CarrierOf } from './carrier-of.js';
import { FleetController } from './fleet.controller.js';
import { FleetDesk } from './fleet-desk.js';

type Pool = ConstructorParameters<typeof FleetStore>[0];

/** 20,000 rows with every column filled. */
const LONGEST_FILE_BYTES = 4_000_000;

/** Carriers, and which vehicle is whose. */
@Global()
@Module({
  controllers: [FleetController],
  providers: [
    { provide: FleetStore, inject: [DISPATCH_POOL], useFactory: (pool: Pool) => new FleetStore(pool) },
    CarrierOf,
    FleetDesk,
  ],
  exports: [CarrierOf, FleetStore],
})
export class FleetModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  /** Files of vehicles. Whatever else takes a body refuses a text. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance();
    if (fastify.hasContentTypeParser('text/csv')) return;
    const options = { parseAs: 'string', bodyLimit: LONGEST_FILE_BYTES } as const;
    fastify.addContentTypeParser('text/csv', options, (_request, body, done) => {
      done(null, body);
    });
  }
}
