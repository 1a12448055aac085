import { Module } from '@nestjs/common';
import { CashTopUps, type Database, SellerTokens } from '@rukh/adapters/postgres';
import { MediaModule } from '../media/media.module.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { TICKETING_POOL } from '../tokens.js';
import { DeskController } from './desk.controller.js';
import { DeskSales } from './desk-sales.js';
import { SellerTokensController } from './seller-tokens.controller.js';
import { SellerGuard } from './seller.guard.js';

/** Who sells for the scheme: desks, kiosks, drivers' terminals, each by a token of its own. */
@Module({
  imports: [MediaModule, TariffsModule],
  controllers: [SellerTokensController, DeskController],
  providers: [
    {
      provide: SellerTokens,
      inject: [TICKETING_POOL],
      useFactory: (pool: Database) => new SellerTokens(pool),
    },
    { provide: CashTopUps, inject: [TICKETING_POOL], useFactory: (pool: Database) => new CashTopUps(pool) },
    SellerGuard,
    DeskSales,
  ],
})
export class SellersModule {}
