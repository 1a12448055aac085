import { Global, Module } from '@nestjs/common';
import { PrincipalGuard } from './principal.guard.js';

/** Who may in, and who is who. */
@Global()
@Module({ providers: [PrincipalGuard], exports: [PrincipalGuard] })
export class AuthModule {}
