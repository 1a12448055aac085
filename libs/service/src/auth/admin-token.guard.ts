import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import { Problem } from '../problems/problem.js';
import { isSameSecret } from './is-same-secret.js';
import { readBearer } from './read-bearer.js';

/** Under which the token is injected; undefined where none is configured. */
export const ADMIN_TOKEN = Symbol('admin token');

/** The parts of a Fastify request and reply used here. */
interface Request {
  readonly headers: { readonly authorization?: string };
}
interface Reply {
  header(name: string, value: string): unknown;
}

/**
 * Lets in whoever has the administration token. Where none is configured the API is as if it were not there:
 * a default token, or none needed, would be found by the first scanner.
 */
@Injectable()
export class AdminTokenGuard implements CanActivate {
  constructor(@Inject(ADMIN_TOKEN) private readonly token: string | undefined) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.token === undefined) throw new NotFoundException();
    const http = context.switchToHttp();
    const given = readBearer(http.getRequest<Request>().headers.authorization);
    if (given !== undefined && isSameSecret(given, this.token)) return true;
    http.getResponse<Reply>().header('www-authenticate', 'Bearer');
    throw new Problem(401, { detail: 'The administration token is missing or wrong.' });
  }
}
