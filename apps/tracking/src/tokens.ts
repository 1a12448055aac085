/** Under which the app's configuration is injected. */
export const TRACKING_CONFIG = Symbol('TrackingConfig');
