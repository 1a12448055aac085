export { ConsolePageModule } from './console-page/console-page.module.js';
export { dispatchConfig } from './config.js';
export { DispatchModule } from './dispatch.module.js';
