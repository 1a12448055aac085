export { type FoundPrice, findPrice } from './find-price.js';
export { passUntilMs } from './pass-book.js';
export * from './price-taps.js';
export * from './pricing-horizon.js';
export { quietMs } from './rule-reach.js';
