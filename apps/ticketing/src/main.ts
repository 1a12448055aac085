import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { ticketingConfig } from './config.js';
import { TicketingModule } from './ticketing.module.js';

await bootstrap(TicketingModule, {
  name: 'ticketing',
  port: () => loadConfig(ticketingConfig).RUKH_TICKETING_PORT,
});
