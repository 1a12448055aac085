export { ticketingConfig } from './config.js';
export { TicketingModule } from './ticketing.module.js';
