export { trackingConfig } from './config.js';
export { TrackingModule } from './tracking.module.js';
export { TRACKING_SKIP_REASONS, type TrackingSkipReason } from './tracking-metrics.js';
