export { TAP_MESSAGES } from './asyncapi/describe-tap-messages.js';
export { ticketingConfig } from './config.js';
export { ClearPeriod } from './reports/clear-period.js';
export { TicketingModule } from './ticketing.module.js';
export { priceBatch } from './pricing/price-batch.js';
export type { PricingPolicy } from './pricing/save-revisions.js';
export type { PricingRules } from './pricing/pricing-rules.js';
export { tariffRules } from './pricing/tariff-rules.js';
export { Tariffs } from './pricing/tariffs.js';
