/** Under which the payment gateway is injected. */
export const PAYMENT_GATEWAY = Symbol('payment gateway');
