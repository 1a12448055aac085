/** Accounts, for administrators: secrets are made here and told once. */
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessAudit, type AccessNote, type User, UserStore } from '@rukh/adapters/postgres';
import { drawQr } from '@rukh/adapters/tickets';
import {
  type AccountFault,
  type Principal,
  ROLES,
  findAccountFault,
  seesCarrier,
} from '@rukh/domain/dispatch';
import { Problem, jsonContent, readRequest } from '@rukh/service';
import { z } from 'zod';
import { makeLocalSecrets, makeUserId } from './make-account.js';
import { Needs, Who } from './needs.js';
import { PrincipalGuard } from './principal.guard.js';
import { type AccessRequest, Sessions } from './sessions.js';

const name = z.string().trim().min(1).max(200);
const roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);
const carrierIds = z.array(z.string().min(1).max(64)).min(1).max(100);
const newUser = z.strictObject({
  login: z.string().regex(/^[\p{L}\p{N}_.@-]{2,100}$/u, 'must be 2 to 100 letters, digits, _ . @ or -'),
  name,
  roles,
  carrierIds: carrierIds.optional(),
});
const change = z.strictObject({
  name: name.optional(),
  roles: roles.optional(),
  carrierIds: carrierIds.nullish(),
  isDisabled: z.boolean().optional(),
});
const user = z.object({
  userId: z.string(),
  login: z.string(),
  name,
  roles,
  carrierIds: carrierIds.optional(),
  isDisabled: z.boolean(),
  isDemo: z.boolean(),
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  isExternal: z.boolean(),
  passkeys: z.int(),
});
const secrets = z.object({
  userId: z.string(),
  password: z.string(),
  totpAddress: z.string(),
  totpQr: z.string().describe('The same as an SVG, for an authenticator app to look at'),
});
const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.coerce.number().int().min(1).optional(),
});

const FAULTS: Readonly<Record<AccountFault, string>> = {
  no_role: 'An account has a role.',
  unknown_role: 'There is no such role.',
  operator_without_carrier:
    'An operator of a company needs carrierIds: without them it would see every company.',
  empty_carriers: 'carrierIds names a carrier, or is left out.',
};

@ApiTags('access')
@Controller('api/v1')
@UseGuards(PrincipalGuard)
export class UsersController {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly audit: AccessAudit,
  ) {}

  @Get('users')
  @Needs('users.manage')
  @ApiOperation({ summary: 'All users' })
  @ApiResponse({
    status: 200,
    description: 'By login',
    content: jsonContent(z.object({ users: z.array(user) })),
  })
  async list(@Who() who: Principal): Promise<object> {
    const users = await this.users.list();
    return { users: users.filter(({ carrierIds: held }) => isWithin(who, held)) };
  }

  @Post('users')
  @Needs('users.manage')
  @ApiOperation({
    summary: 'Adds a user with a password and a code by app',
    requestBody: { content: jsonContent(newUser) },
  })
  @ApiResponse({ status: 201, description: 'What the person is told, once', content: jsonContent(secrets) })
  @ApiResponse({ status: 409, description: 'There is one of this login.' })
  async add(@Who() who: Principal, @Body() sent: unknown, @Req() request: AccessRequest): Promise<object> {
    const wanted = readRequest(newUser, sent);
    refuseFault(wanted.roles, wanted.carrierIds);
    refuseBeyond(who, wanted.carrierIds);
    const { kept, told } = await makeLocalSecrets(wanted.login);
    const userId = makeUserId();
    const details = { roles: wanted.roles, carrierIds: wanted.carrierIds };
    const added = { ...wanted, ...kept, userId, carrierIds: wanted.carrierIds };
    if (await this.users.add(added, note('user_added', { who, request, userId, details }))) {
      return tellOnce(userId, told);
    }
    throw new Problem(409, {
      type: 'urn:rukh:problem:login_taken',
      detail: 'There is a user of this login.',
    });
  }

  @Patch('users/:userId')
  @Needs('users.manage')
  @ApiOperation({
    summary: 'Changes name, rights, or whether one may in',
    requestBody: { content: jsonContent(change) },
  })
  @ApiResponse({ status: 200, description: 'Changed', content: jsonContent(user) })
  @ApiResponse({ status: 404, description: 'There is no such user.' })
  @ApiResponse({ status: 409, description: 'Not this user, or not by oneself.' })
  async change(
    @Who() who: Principal,
    @Param('userId') userId: string,
    @Body() sent: unknown,
    @Req() request: AccessRequest,
  ): Promise<object> {
    const wanted = readRequest(change, sent);
    const before = await this.#getUser(who, userId);
    const carriers = wanted.carrierIds === undefined ? before.carrierIds : (wanted.carrierIds ?? undefined);
    refuseFault(wanted.roles ?? before.roles, carriers);
    refuseBeyond(who, carriers);
    refuseHasty(who, before, wanted);
    const details = { before: rightsOf(before), after: { ...rightsOf(before), ...wanted } };
    await this.users.change(userId, wanted, note('user_changed', { who, request, userId, details }));
    return this.#getUser(who, userId);
  }

  @Post('users/:userId/reset')
  @HttpCode(200)
  @Needs('users.manage')
  @ApiOperation({ summary: 'A new password and a new code by app; every session of the user is over' })
  @ApiResponse({ status: 200, description: 'What the person is told, once', content: jsonContent(secrets) })
  @ApiResponse({ status: 404, description: 'There is no such user.' })
  @ApiResponse({ status: 409, description: 'The account is a provider’s or the demonstration’s.' })
  async reset(
    @Who() who: Principal,
    @Param('userId') userId: string,
    @Req() request: AccessRequest,
  ): Promise<object> {
    const { login, isExternal, isDemo } = await this.#getUser(who, userId);
    if (isExternal || isDemo) {
      throw new Problem(409, {
        type: 'urn:rukh:problem:no_own_password',
        detail: 'This account has no password of its own.',
      });
    }
    const { kept, told } = await makeLocalSecrets(login);
    await this.users.change(userId, { secrets: kept }, note('user_reset', { who, request, userId }));
    return tellOnce(userId, told);
  }

  @Delete('users/:userId/sessions')
  @HttpCode(204)
  @Needs('users.manage')
  @ApiOperation({ summary: 'Signs a user out everywhere' })
  @ApiResponse({ status: 204, description: 'Signed out' })
  @ApiResponse({ status: 404, description: 'There is no such user.' })
  async signOut(
    @Who() who: Principal,
    @Param('userId') userId: string,
    @Req() request: AccessRequest,
  ): Promise<void> {
    await this.#getUser(who, userId);
    await this.sessions.endAll(userId);
    await this.audit.note(note('signed_out_everywhere', { who, request, userId }));
  }

  @Get('access-audit')
  @Needs('access.read')
  @ApiOperation({ summary: 'Who signed in, who tried, who changed whose rights; newest first' })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
  })
  @ApiQuery({ name: 'before', required: false, description: 'The last entryId of the page before' })
  @ApiResponse({
    status: 200,
    description: 'Entries',
    content: jsonContent(z.object({ entries: z.array(z.record(z.string(), z.unknown())) })),
  })
  async listAudit(@Query() query: unknown): Promise<object> {
    const { limit, before } = readRequest(page, query, 'query');
    return { entries: await this.audit.list(limit, before) };
  }

  /** Who is bound to carriers has nothing to do with accounts that see others. */
  async #getUser(who: Principal, userId: string): Promise<User> {
    const found = await this.users.find(userId);
    if (found && isWithin(who, found.carrierIds)) return found;
    throw new Problem(404, { detail: 'There is no such user.' });
  }
}

async function tellOnce(
  userId: string,
  told: { readonly password: string; readonly totpAddress: string },
): Promise<z.output<typeof secrets>> {
  return { userId, ...told, totpQr: await drawQr(new TextEncoder().encode(told.totpAddress)) };
}

/** Whether an account sees no more carriers than the one who looks. */
function isWithin(who: Principal, held: readonly string[] | undefined): boolean {
  return who.carrierIds === undefined || held?.every((carrierId) => seesCarrier(who, carrierId)) === true;
}

/** Nobody gives away more than they have. */
function refuseBeyond(who: Principal, wanted: readonly string[] | undefined): void {
  if (isWithin(who, wanted)) return;
  throw new Problem(403, {
    type: 'urn:rukh:problem:beyond_own_carriers',
    detail: 'An account of yours sees only carriers that you see.',
  });
}

function refuseFault(wanted: readonly string[], carriers: readonly string[] | undefined): void {
  const fault = findAccountFault(wanted, carriers);
  if (fault) throw new Problem(400, { detail: FAULTS[fault] });
}

/** What an administrator would rue: to shut oneself out, or a change that the next sign-in undoes. */
function refuseHasty(who: Principal, before: User, wanted: z.output<typeof change>): void {
  const losesAdmin = wanted.roles !== undefined && !wanted.roles.includes('admin');
  if (who.userId === before.userId && (losesAdmin || wanted.isDisabled === true)) {
    throw new Problem(409, {
      type: 'urn:rukh:problem:own_administration',
      detail: 'Nobody takes away their own administration; ask another administrator.',
    });
  }
  if (before.isExternal && (wanted.roles ?? wanted.carrierIds) !== undefined) {
    throw new Problem(409, {
      type: 'urn:rukh:problem:provider_gives_rights',
      detail: 'The rights of this account are its provider’s to give.',
    });
  }
}

function rightsOf({ name: called, roles: held, carrierIds: carriers, isDisabled }: User): object {
  return { name: called, roles: held, ...(carriers ? { carrierIds: carriers } : {}), isDisabled };
}

function note(
  kind: AccessNote['kind'],
  {
    who,
    request,
    userId,
    details,
  }: { who: Principal; request: AccessRequest; userId: string; details?: object },
): AccessNote {
  return { kind, actor: who.userId, subject: userId, address: request.ip, details };
}
