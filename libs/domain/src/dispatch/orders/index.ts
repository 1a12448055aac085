export { ALERT_TEMPLATES } from './alert-templates.js';
export { type EntityPair, foreseeOrder } from './foresee-order.js';
export { composeAlert, speak } from './compose-alert.js';
export { describeOrder, keysOfAction, routesOfAction } from './describe-order.js';
export { listBoardLines } from './list-board-lines.js';
export { listChangedTimes } from './list-changed-times.js';
export { type SeenVehicle } from './driver-runs.js';
export { listDriverMessages } from './list-driver-messages.js';
