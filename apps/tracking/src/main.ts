import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { trackingConfig } from './config.js';
import { TrackingModule } from './tracking.module.js';

await bootstrap(TrackingModule, {
  name: 'tracking',
  port: () => loadConfig(trackingConfig).RUKH_TRACKING_PORT,
});
