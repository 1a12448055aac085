import type pg from 'pg';

/** Who takes part in the money: carriers, those who pay for concessions, the scheme itself. */
export const OPERATOR_ROLES = ['CARRIER', 'FUNDING_BODY', 'SCHEME'] as const;

export interface Operator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: (typeof OPERATOR_ROLES)[number];
}

export class OperatorStore {
  constructor(private readonly pool: pg.Pool) {}

  /** @returns false where there is one of this id */
  async add({ operatorId, name, role }: Operator): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'INSERT INTO ticketing.operators (operator_id, name, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [operatorId, name, role],
    );
    return rowCount === 1;
  }

  /** By id. */
  async list(): Promise<Operator[]> {
    const { rows } = await this.pool.query<Operator>(
      'SELECT operator_id AS "operatorId", name, role FROM ticketing.operators ORDER BY operator_id',
    );
    return rows;
  }
}
