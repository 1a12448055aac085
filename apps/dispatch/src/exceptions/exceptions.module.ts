import { Global, Module } from '@nestjs/common';
import { ExceptionStore } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { ExceptionsController } from './exceptions.controller.js';
import { ExceptionsService } from './exceptions.service.js';

type Pool = ConstructorParameters<typeof ExceptionStore>[0];

/** What needs a dispatcher. */
@Global()
@Module({
  controllers: [ExceptionsController],
  providers: [
    {
      provide: ExceptionStore,
      inject: [DISPATCH_POOL],
      useFactory: (pool: Pool) => new ExceptionStore(pool),
    },
    ExceptionsService,
  ],
  exports: [ExceptionsService, ExceptionStore],
})
export class ExceptionsModule {}
