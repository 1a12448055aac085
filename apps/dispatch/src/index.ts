export { makeLocalSecrets, makeUserId } from './auth/make-account.js';
export { ConsolePageModule } from './console-page/console-page.module.js';
export { dispatchConfig } from './config.js';
export { ORDER_MESSAGES } from './drivers/describe-order-messages.js';
export { DispatchModule } from './dispatch.module.js';
export { printFault, readFleet } from './fleet/read-fleet.js';
