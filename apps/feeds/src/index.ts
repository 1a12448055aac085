export { feedsConfig } from './config.js';
export { FeedsModule } from './feeds.module.js';
