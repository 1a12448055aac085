export * from './bundled-tariffs.js';
export * from './read-tariff-folder.js';
