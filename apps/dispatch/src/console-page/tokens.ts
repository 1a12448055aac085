/** Address of map tiles, empty for none. */
export const CONSOLE_BASEMAP = Symbol('console basemap');
