export const DISPATCH_CONFIG = Symbol('dispatch config');
export const DISPATCH_POOL = Symbol('dispatch pool');

/** People rather wait for a busy database than read that it does not answer; a machine asks again by itself. */
export const PEOPLES_PATIENCE_MS = 3_000;
