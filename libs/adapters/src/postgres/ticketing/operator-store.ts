import type pg from 'pg';

/** Who takes part in the money: carriers, those who pay for concessions, the scheme itself. */
export const OPERATOR_ROLES = ['CARRIER', 'FUNDING_BODY', 'SCHEME'] as const;

export interface OperatorName {
  readonly name: string;
  /** In other words for who reads another language, by its code. */
  readonly names: Readonly<Record<string, string | undefined>>;
}

export interface Operator extends OperatorName {
  readonly operatorId: string;
  readonly role: (typeof OPERATOR_ROLES)[number];
}

export class OperatorStore {
  constructor(private readonly pool: pg.Pool) {}

  /** @returns false where there is one of this id */
  async add({ operatorId, name, names, role }: Operator): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'INSERT INTO ticketing.operators (operator_id, name, names, role) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [operatorId, name, JSON.stringify(names), role],
    );
    return rowCount === 1;
  }

  /** @returns undefined where there is none of this id */
  async rename(operatorId: string, { name, names }: OperatorName): Promise<Operator | undefined> {
    const { rows } = await this.pool.query<Operator>(
      `UPDATE ticketing.operators SET name = $2, names = $3 WHERE operator_id = $1 RETURNING ${FIELDS}`,
      [operatorId, name, JSON.stringify(names)],
    );
    return rows[0];
  }

  /** By id. */
  async list(): Promise<Operator[]> {
    const { rows } = await this.pool.query<Operator>(
      `SELECT ${FIELDS} FROM ticketing.operators ORDER BY operator_id`,
    );
    return rows;
  }
}

const FIELDS = 'operator_id AS "operatorId", name, names, role';
