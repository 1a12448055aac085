import { Module } from '@nestjs/common';
import { OperatorStore } from '@rukh/adapters/postgres';
import { TICKETING_POOL } from '../tokens.js';
import { OperatorsController } from './operators.controller.js';

type Pool = ConstructorParameters<typeof OperatorStore>[0];

/** Who takes part in the money. */
@Module({
  controllers: [OperatorsController],
  providers: [
    { provide: OperatorStore, inject: [TICKETING_POOL], useFactory: (pool: Pool) => new OperatorStore(pool) },
  ],
})
export class OperatorsModule {}
