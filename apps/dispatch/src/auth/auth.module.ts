import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { AccessAudit, SessionStore, SignInStore, UserStore } from '@rukh/adapters/postgres';
import { DISPATCH_POOL } from '../tokens.js';
import { DemoUsers } from './demo-users.js';
import { OidcController } from './oidc.controller.js';
import { OidcService } from './oidc.service.js';
import { PasskeyController } from './passkey.controller.js';
import { PasskeyService } from './passkey.service.js';
import { PasswordController } from './password.controller.js';
import { PrincipalGuard } from './principal.guard.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.service.js';
import { SignInWays } from './sign-in-ways.js';
import { UsersController } from './users.controller.js';

type Pool = ConstructorParameters<typeof UserStore>[0];

const inPool = <T>(Store: Type<T> & (new (pool: Pool) => T)): Provider => ({
  provide: Store,
  inject: [DISPATCH_POOL],
  useFactory: (pool: Pool) => new Store(pool),
});

/** Who may in, and who is who. */
@Global()
@Module({
  controllers: [SessionController, PasskeyController, OidcController, PasswordController, UsersController],
  providers: [
    inPool(UserStore),
    inPool(SessionStore),
    inPool(SignInStore),
    inPool(AccessAudit),
    Sessions,
    SignIn,
    SignInWays,
    PasskeyService,
    OidcService,
    DemoUsers,
    PrincipalGuard,
  ],
  exports: [PrincipalGuard, Sessions, UserStore, AccessAudit],
})
export class AuthModule {}
