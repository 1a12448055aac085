import { Inject, Injectable } from '@nestjs/common';
import { type createPool, isUniqueViolation } from '@rukh/adapters/postgres';
import type { LineGroup, LineGroupRequest, Person } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { DISPATCH_POOL } from '../tokens.js';

type Pool = ReturnType<typeof createPool>;
export type KeptGroup = Omit<LineGroup, 'mayChange'>;

interface GroupRow {
  readonly group_id: string;
  readonly name: string;
  readonly route_ids: readonly string[];
  readonly is_shared: boolean;
  readonly user_id: string;
  readonly user_name: string;
}

/** Nobody finds anything among more. */
const MOST_OF_A_PERSON = 50;

/** Named sets of lines, as people made them. */
@Injectable()
export class LineGroupStore {
  constructor(@Inject(DISPATCH_POOL) private readonly pool: Pool) {}

  /** Those shared, and the person's own. */
  async list(userId: string): Promise<KeptGroup[]> {
    const { rows } = await this.pool.query<GroupRow>(
      `SELECT * FROM dispatch.line_groups WHERE is_shared OR user_id = $1 ORDER BY is_shared DESC, lower(name)`,
      [userId],
    );
    return rows.map(toGroup);
  }

  async find(groupId: string): Promise<KeptGroup | undefined> {
    const { rows } = await this.pool.query<GroupRow>(
      'SELECT * FROM dispatch.line_groups WHERE group_id = $1',
      [groupId],
    );
    return rows[0] && toGroup(rows[0]);
  }

  /** @throws Problem 409 where there is one of that name, or too many already */
  async add(
    groupId: string,
    { name, routeIds, isShared }: LineGroupRequest,
    { userId, name: userName }: Person,
  ): Promise<KeptGroup> {
    const { rows } = await this.#write(
      `INSERT INTO dispatch.line_groups (group_id, name, route_ids, is_shared, user_id, user_name)
       SELECT $1, $2, $3, $4, $5, $6
       WHERE (SELECT count(*) FROM dispatch.line_groups WHERE user_id = $5) < ${MOST_OF_A_PERSON} RETURNING *`,
      [groupId, name, routeIds, isShared, userId, userName],
    );
    if (!rows[0]) throw refusal('too_many_groups', `You have ${MOST_OF_A_PERSON} sets of lines already.`);
    return toGroup(rows[0]);
  }

  /** Undefined where it is gone. @throws Problem 409 where there is another of that name */
  async change(
    groupId: string,
    { name, routeIds, isShared }: LineGroupRequest,
  ): Promise<KeptGroup | undefined> {
    const { rows } = await this.#write(
      `UPDATE dispatch.line_groups SET name = $2, route_ids = $3, is_shared = $4, changed_at = now()
       WHERE group_id = $1 RETURNING *`,
      [groupId, name, routeIds, isShared],
    );
    return rows[0] && toGroup(rows[0]);
  }

  async remove(groupId: string): Promise<void> {
    await this.pool.query('DELETE FROM dispatch.line_groups WHERE group_id = $1', [groupId]);
  }

  async #write(statement: string, values: readonly unknown[]): Promise<{ readonly rows: GroupRow[] }> {
    try {
      return await this.pool.query<GroupRow>(statement, [...values]);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw refusal('group_name_taken', 'There is a set of lines of that name already.');
    }
  }
}

function toGroup({ group_id, name, route_ids, is_shared, user_id, user_name }: GroupRow): KeptGroup {
  const by = { userId: user_id, name: user_name };
  return { groupId: group_id, name, routeIds: route_ids, isShared: is_shared, by };
}

function refusal(code: string, detail: string): Problem {
  return new Problem(409, { type: `urn:rukh:problem:${code}`, detail });
}
