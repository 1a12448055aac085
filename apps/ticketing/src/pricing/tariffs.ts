import { Injectable } from '@nestjs/common';
import type { Database } from '@rukh/adapters/postgres';
import type { PricingRules } from './pricing-rules.js';
@Injectable()
export class Tariffs {
  get rules(): PricingRules {
    throw new Error('not yet');
  }
  renew(_: Database): Promise<number> {
    return Promise.resolve(0);
  }
}
