/** Under which the app's configuration and its pool of connections are injected. */
export const TICKETING_CONFIG = Symbol('TicketingConfig');
export const TICKETING_POOL = Symbol('ticketing pool');
