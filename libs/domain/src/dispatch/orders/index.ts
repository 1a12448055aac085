export { composeAlert, speak } from './compose-alert.js';
export { describeOrder, keysOfAction, routesOfAction } from './describe-order.js';
