export const DISPATCH_CONFIG = Symbol('dispatch config');
export const DISPATCH_POOL = Symbol('dispatch pool');
