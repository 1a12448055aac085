import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ControlReports } from '@rukh/adapters/postgres';
import { Problem } from '@rukh/service';

/** Tells whose reports a token opens. */
@Injectable()
export class ReportDoor {
  constructor(@Inject(ControlReports) private readonly reports: ControlReports) {}

  /** One operator's or funding body's, or all where none is named. @throws Problem 401 */
  async open(authorization: string | undefined): Promise<{ readonly operatorId?: string }> {
    const token = /^Bearer +(\S{1,100})$/i.exec(authorization ?? '')?.[1];
    const scope = token === undefined ? undefined : await this.reports.findScope(hashOf(token));
    if (!scope) throw new Problem(401, { detail: 'The token is of nobody.' });
    return scope;
  }
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
