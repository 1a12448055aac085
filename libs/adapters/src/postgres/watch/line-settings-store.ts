import type { LineSetting, PastSettings } from '@rukh/domain/dispatch';
import type pg from 'pg';

interface SettingRow {
  readonly route_id: string;
  readonly mode: LineSetting['mode'];
  readonly thresholds: LineSetting['thresholds'] | null;
}

function toSetting({ mode, thresholds }: SettingRow): LineSetting {
  return thresholds ? { mode, thresholds } : { mode };
}

/** How supervisors want lines to be dispatched. */
export class LineSettingsStore {
  constructor(private readonly pool: pg.Pool) {}

  /** By route_id; as they were at an instant where it is given, epoch seconds. */
  async list(at?: number): Promise<Map<string, LineSetting>> {
    const { rows } = await this.pool.query<SettingRow>(
      `SELECT DISTINCT ON (route_id) route_id, mode, thresholds FROM dispatch.line_settings
       WHERE $1::float8 IS NULL OR set_at <= to_timestamp($1) ORDER BY route_id, setting_id DESC`,
      [at ?? null],
    );
    return new Map(rows.map((row) => [row.route_id, toSetting(row)]));
  }

  /** Those of an instant, and then those of each change after it and up to another, all lines each time. */
  async listSince(at: number, to: number): Promise<PastSettings[]> {
    const all = [{ from: at, settings: await this.list(at) }];
    const { rows } = await this.pool.query<SettingRow & { at: number }>(
      `SELECT route_id, mode, thresholds, extract(epoch FROM set_at)::float8 AS at FROM dispatch.line_settings
       WHERE set_at > to_timestamp($1) AND set_at <= to_timestamp($2) ORDER BY setting_id`,
      [at, to],
    );
    for (const row of rows) {
      const settings = new Map([...all.at(-1)!.settings, [row.route_id, toSetting(row)] as const]);
      all.push({ from: row.at, settings });
    }
    return all;
  }

  async set(routeId: string, setting: LineSetting, person: { userId: string; name: string }): Promise<void> {
    await this.pool.query(
      `INSERT INTO dispatch.line_settings (route_id, mode, thresholds, user_id, user_name) VALUES ($1, $2, $3, $4, $5)`,
      [
        routeId,
        setting.mode,
        setting.thresholds ? JSON.stringify(setting.thresholds) : null,
        person.userId,
        person.name,
      ],
    );
  }
}
