/** Under which the app's configuration is injected. */
export const FEEDS_CONFIG = Symbol('FeedsConfig');
