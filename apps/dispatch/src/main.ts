import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { dispatchConfig } from './config.js';
import { DispatchModule } from './dispatch.module.js';

await bootstrap(DispatchModule, {
  name: 'dispatch',
  port: () => loadConfig(dispatchConfig).RUKH_DISPATCH_PORT,
});
