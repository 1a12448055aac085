import { Inject, Injectable } from '@nestjs/common';
import { ControlReports, hashToken } from '@rukh/adapters/postgres';
import { ADMIN_TOKEN, Problem, isSameSecret, readBearer } from '@rukh/service';

/** Tells whose reports a token opens; that of the administration, which finance has, opens all. */
@Injectable()
export class ReportDoor {
  constructor(
    @Inject(ControlReports) private readonly reports: ControlReports,
    @Inject(ADMIN_TOKEN) private readonly adminToken: string | undefined,
  ) {}

  /** One operator's or funding body's, or all where none is named. @throws Problem 401 */
  async open(authorization: string | undefined): Promise<{ readonly operatorId?: string }> {
    const token = readBearer(authorization);
    if (token !== undefined && this.#isAdmin(token)) return {};
    const scope = token === undefined ? undefined : await this.reports.findScope(hashToken(token));
    if (!scope) throw new Problem(401, { detail: 'The token is of nobody.' });
    return scope;
  }

  #isAdmin(token: string): boolean {
    return this.adminToken !== undefined && isSameSecret(token, this.adminToken);
  }
}
