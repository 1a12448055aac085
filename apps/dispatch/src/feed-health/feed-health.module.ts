import { Module } from '@nestjs/common';
import { FeedHealthController } from './feed-health.controller.js';
import { FeedHealthService } from './feed-health.service.js';

/** Health of the data, for people. */
@Module({ controllers: [FeedHealthController], providers: [FeedHealthService] })
export class FeedHealthModule {}
