/** Whose data these are, as every page and the catalogue must say. */
import type { Schedule } from '@rukh/domain/gtfs';
import type { FeedsConfig } from '../config.js';

/** Of the bundled city: its open data are under CC BY 4.0. */
const LVIV = {
  attribution: 'ЛКП «Львівавтодор» / Львівська міська рада, CC BY 4.0 (https://opendata.city-adm.lviv.ua)',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
};

export interface Credit {
  readonly attribution: string;
  readonly licenceUrl?: string;
}

export function creditData(config: FeedsConfig, schedule: Schedule | undefined): Credit {
  const { RUKH_ATTRIBUTION, RUKH_AGENCY, RUKH_LICENCE_URL } = config;
  const known = RUKH_AGENCY === 'lviv' && RUKH_ATTRIBUTION === undefined ? LVIV : undefined;
  const licenceUrl = RUKH_LICENCE_URL ?? known?.licenceUrl;
  const agencies = (schedule?.agencies ?? []).map(({ name }) => name).join(', ');
  const attribution = RUKH_ATTRIBUTION ?? known?.attribution ?? agencies;
  return { attribution, ...(licenceUrl === undefined ? {} : { licenceUrl }) };
}
