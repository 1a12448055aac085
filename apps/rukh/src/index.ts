export { AllInOneModule } from './up/all-in-one.module.js';
export { GENERATED_PAGES, type RunningServices } from './docs/generated-pages.js';
export { type DeviceKey } from './validator/device-key.js';
export { deviceIdOf, keyOf } from './validator/tap-fleet.js';
