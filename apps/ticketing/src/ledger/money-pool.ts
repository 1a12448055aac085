/** Under which the connections of the money's routes are injected: reports take longer than a query of a tap. */
export const MONEY_POOL = Symbol('money pool');
