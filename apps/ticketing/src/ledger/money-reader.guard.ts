/**
 * Lets in who may read where money went: the administration token, or who is signed in at the console with `money.read`.
 * The latter follows money, not people: what is answered to him is `withoutRider`.
 */
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UseGuards,
  applyDecorators,
} from '@nestjs/common';
import { ApiCookieAuth, ApiResponse } from '@nestjs/swagger';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import { MoneyPeople, type PersonRequest } from './money-people.js';

export interface MoneyReaderRequest extends PersonRequest {
  /** Set by the guard: who reads is let in by sign-in alone. */
  readsSignedIn?: boolean;
}

@Injectable()
export class MoneyReaderGuard implements CanActivate {
  constructor(
    private readonly byToken: AdminTokenGuard,
    private readonly people: MoneyPeople,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<MoneyReaderRequest>();
    if (request.headers['authorization'] !== undefined) return this.byToken.canActivate(context);
    const person = await this.people.find(request);
    if (!person) return this.byToken.canActivate(context);
    if (!person.mayRead) throw new Problem(403, { detail: 'Your role does not allow this.' });
    request.readsSignedIn = true;
    return true;
  }
}

/** A route that the guard stands before, and that is described so. */
export const ForMoneyReaders = (): MethodDecorator =>
  applyDecorators(
    UseGuards(MoneyReaderGuard),
    ApiCookieAuth('session' satisfies SecurityScheme),
    ApiResponse({ status: 403, description: 'The role of who is signed in does not allow this.' }),
  );
