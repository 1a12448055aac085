import { fileURLToPath } from 'node:url';

/** The tariffs that come with Rukh: Lviv's. */
export const BUNDLED_TARIFFS = fileURLToPath(new URL('../../../../data/tariffs', import.meta.url));
