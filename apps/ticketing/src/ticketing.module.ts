import { Module } from '@nestjs/common';
import { MediaModule } from './media/media.module.js';
import { StorageModule } from './storage.module.js';

/** The e-ticket: each part of it is a module of its own folder. */
@Module({ imports: [StorageModule, MediaModule] })
export class TicketingModule {}
