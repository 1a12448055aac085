/** What is set to lie under the console's map: an address, or a file. */
export const CONSOLE_BASEMAP = Symbol('console basemap');
