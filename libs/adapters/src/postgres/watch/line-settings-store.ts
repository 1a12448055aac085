import type { LineSetting } from '@rukh/domain/dispatch';
import type pg from 'pg';

/** How supervisors want lines to be dispatched. */
export class LineSettingsStore {
  constructor(private readonly pool: pg.Pool) {}

  /** By route_id. */
  async list(): Promise<Map<string, LineSetting>> {
    const { rows } = await this.pool.query<{
      route_id: string;
      mode: LineSetting['mode'];
      thresholds: LineSetting['thresholds'] | null;
    }>(
      `SELECT DISTINCT ON (route_id) route_id, mode, thresholds FROM dispatch.line_settings
       ORDER BY route_id, setting_id DESC`,
    );
    return new Map(
      rows.map(({ route_id, mode, thresholds }) => [route_id, thresholds ? { mode, thresholds } : { mode }]),
    );
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
