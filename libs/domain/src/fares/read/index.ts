export { NO_CURRENCY, type TariffInfo, currencyDigits } from './read-info.js';
export * from './read-tariffs.js';
export { TARIFF_COLUMNS } from './columns.js';
export * from './tariff-files.js';
