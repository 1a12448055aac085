import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ControlReports } from '@rukh/adapters/postgres';
import { ADMIN_TOKEN, Problem, isSameSecret } from '@rukh/service';

/** Tells whose reports a token opens; that of the administration, which finance has, opens all. */
@Injectable()
export class ReportDoor {
  constructor(
    @Inject(ControlReports) private readonly reports: ControlReports,
    @Inject(ADMIN_TOKEN) private readonly adminToken: string | undefined,
  ) {}

  /** One operator's or funding body's, or all where none is named. @throws Problem 401 */
  async open(authorization: string | undefined): Promise<{ readonly operatorId?: string }> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token !== undefined && this.#isAdmin(token)) return {};
    const scope = token === undefined ? undefined : await this.reports.findScope(hashOf(token));
    if (!scope) throw new Problem(401, { detail: 'The token is of nobody.' });
    return scope;
  }

  #isAdmin(token: string): boolean {
    return this.adminToken !== undefined && isSameSecret(token, this.adminToken);
  }
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
