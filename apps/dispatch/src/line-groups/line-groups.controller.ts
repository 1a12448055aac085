import { randomUUID } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type LineGroup, type LineGroupList, type Principal, permissionsOf } from '@rukh/domain/dispatch';
import { Problem, readRequest, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { Needs, Who } from '../auth/needs.js';
import { PrincipalGuard } from '../auth/principal.guard.js';
import { answer } from '../live/describe-live.js';
import { LiveEvents } from '../live/live-events.js';
import { type KeptGroup, LineGroupStore } from './line-group-store.js';

const groupBody = z.object({
  name: z.string().trim().min(1).max(60),
  routeIds: z.array(z.string().min(1).max(200)).min(1).max(500).describe('GTFS route_ids'),
  isShared: z.boolean().describe('Whether everybody sees it; needs `lines.configure`'),
});
const group = z.looseObject({
  groupId: z.string(),
  name: z.string(),
  routeIds: z.array(z.string()),
  isShared: z.boolean(),
  mayChange: z.boolean(),
});
const GROUP = answer('The set', group);
const TAKEN = { status: 409, description: 'There is one of that name, or too many' };
const NOT_YOURS = { status: 403, description: 'It is somebody else’s, or shared ones are not yours to make' };

/** Named sets of lines: everybody makes some for himself, a supervisor also for all. */
@ApiTags('dispatch')
@UseGuards(PrincipalGuard)
@Needs('service.read')
@Controller('api/v1/dispatch/line-groups')
export class LineGroupsController {
  constructor(
    private readonly store: LineGroupStore,
    private readonly events: LiveEvents,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Named sets of lines: those shared, and one’s own' })
  @ApiOkResponse(answer('The shared ones first, then by name', z.object({ groups: z.array(group) })))
  async list(@Who() principal: Principal): Promise<LineGroupList> {
    const groups = await this.store.list(principal.userId);
    return { groups: groups.map((one) => toView(one, principal)) };
  }

  @Post()
  @ApiOperation({ summary: 'Makes a set of lines' })
  @ApiBody({ schema: toApiSchema(groupBody) })
  @ApiResponse({ ...GROUP, status: 201 })
  @ApiResponse(NOT_YOURS)
  @ApiResponse(TAKEN)
  async add(@Who() principal: Principal, @Body() body: unknown): Promise<LineGroup> {
    const wanted = readRequest(groupBody, body);
    refuseSharing(wanted.isShared, principal);
    return this.#tell(await this.store.add(randomUUID(), wanted, principal), principal);
  }

  @Put(':groupId')
  @ApiOperation({ summary: 'Another name, other lines, shared or not' })
  @ApiBody({ schema: toApiSchema(groupBody) })
  @ApiOkResponse(GROUP)
  @ApiResponse(NOT_YOURS)
  @ApiResponse(TAKEN)
  async change(
    @Who() principal: Principal,
    @Param('groupId') groupId: string,
    @Body() body: unknown,
  ): Promise<LineGroup> {
    const wanted = readRequest(groupBody, body);
    await this.#getOwn(groupId, principal);
    refuseSharing(wanted.isShared, principal);
    const changed = await this.store.change(groupId, wanted);
    if (!changed) throw gone();
    return this.#tell(changed, principal);
  }

  @Delete(':groupId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes a set of lines' })
  @ApiResponse({ status: 204, description: 'It is gone' })
  @ApiResponse(NOT_YOURS)
  async remove(@Who() principal: Principal, @Param('groupId') groupId: string): Promise<void> {
    await this.#getOwn(groupId, principal);
    await this.store.remove(groupId);
    this.events.publish('lineGroups', { groupId });
  }

  /** @throws Problem 404 where it is not seen, 403 where it is not theirs to change */
  async #getOwn(groupId: string, principal: Principal): Promise<void> {
    const found = await this.store.find(groupId);
    if (!found || (!found.isShared && found.by.userId !== principal.userId)) throw gone();
    if (!mayChange(found, principal)) throw new Problem(403, { detail: 'It is not yours to change.' });
  }

  #tell(kept: KeptGroup, principal: Principal): LineGroup {
    this.events.publish('lineGroups', { groupId: kept.groupId });
    return toView(kept, principal);
  }
}

function toView(kept: KeptGroup, principal: Principal): LineGroup {
  return { ...kept, mayChange: mayChange(kept, principal) };
}

/** What is shared is for those to change who may share. */
function mayChange({ isShared, by }: KeptGroup, principal: Principal): boolean {
  return isShared ? mayShare(principal) : by.userId === principal.userId;
}

function mayShare(principal: Principal): boolean {
  return permissionsOf(principal).has('lines.configure');
}

function refuseSharing(isShared: boolean, principal: Principal): void {
  if (isShared && !mayShare(principal)) {
    throw new Problem(403, { detail: 'Sets for everybody are made by supervisors.' });
  }
}

function gone(): Problem {
  return new Problem(404, { detail: 'There is no such set of lines, or it is not yours.' });
}
