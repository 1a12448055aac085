import { Module } from '@nestjs/common';
import { LineGroupStore } from './line-group-store.js';
import { LineGroupsController } from './line-groups.controller.js';

/** Named sets of lines. */
@Module({ controllers: [LineGroupsController], providers: [LineGroupStore] })
export class LineGroupsModule {}
