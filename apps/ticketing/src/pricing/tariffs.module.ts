import { Module } from '@nestjs/common';
import { Tariffs } from './tariffs.js';

/** The tariffs, read once for all parts of the e-ticket: those that price, and those that tell what was priced. */
@Module({ providers: [Tariffs], exports: [Tariffs] })
export class TariffsModule {}
