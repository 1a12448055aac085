export * from './read-tariff-folder.js';
