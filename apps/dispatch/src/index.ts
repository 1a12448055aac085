export { dispatchConfig } from './config.js';
export { DispatchModule } from './dispatch.module.js';
