import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  createParamDecorator,
} from '@nestjs/common';
import { type Seller, SellerTokens, hashToken } from '@rukh/adapters/postgres';
import { Problem, readBearer } from '@rukh/service';

/** The parts of a Fastify request and reply used here. */
interface Request {
  readonly headers: { readonly authorization?: string };
  seller?: Seller;
}
interface Reply {
  header(name: string, value: string): unknown;
}

/** Lets in who sells for the scheme, by a token of his own. The administration's opens nothing here: it is nobody's till. */
@Injectable()
export class SellerGuard implements CanActivate {
  constructor(@Inject(SellerTokens) private readonly tokens: SellerTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const token = readBearer(request.headers.authorization);
    const seller = token === undefined ? undefined : await this.tokens.find(hashToken(token));
    if (!seller) {
      http.getResponse<Reply>().header('www-authenticate', 'Bearer');
      throw new Problem(401, { detail: 'The token is no seller’s.' });
    }
    request.seller = seller;
    return true;
  }
}

/** Who sells. */
export const SoldBy = createParamDecorator((_: unknown, context: ExecutionContext): Seller => {
  const { seller } = context.switchToHttp().getRequest<Request>();
  if (!seller) throw new Error('a route asks who sells, and has no guard');
  return seller;
});
