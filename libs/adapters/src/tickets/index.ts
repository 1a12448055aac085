export * from './draw-qr.js';
export * from './issue-ticket.js';
export * from './present-ticket.js';
export * from './ticket.js';
export * from './ticket-keys.js';
export * from './verify-ticket.js';
