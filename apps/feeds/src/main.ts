import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { feedsConfig } from './config.js';
import { FeedsModule } from './feeds.module.js';

await bootstrap(FeedsModule, { name: 'feeds', port: () => loadConfig(feedsConfig).RUKH_FEEDS_PORT });
