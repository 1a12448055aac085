/** What the assistants' tools say themselves; all else is told in the words of the boards. */
import type { Language } from '@rukh/domain/passenger';

export interface McpWords {
  readonly noStopFound: string;
  readonly noRoute: (route: string) => string;
  readonly noVehicles: string;
  readonly at: (stop: string) => string;
  readonly nextStop: (stop: string) => string;
}

const uk: McpWords = {
  noStopFound: 'Жодної зупинки не знайдено.',
  noRoute: (route) => `Маршруту «${route}» немає.`,
  noVehicles: 'Зараз на маршруті не видно жодної машини.',
  at: (stop) => `на зупинці «${stop}»`,
  nextStop: (stop) => `прямує до зупинки «${stop}»`,
};

const en: McpWords = {
  noStopFound: 'No stop was found.',
  noRoute: (route) => `There is no route ${route}.`,
  noVehicles: 'No vehicle is seen on it now.',
  at: (stop) => `at ${stop}`,
  nextStop: (stop) => `next stop ${stop}`,
};

export const MCP_WORDS: Readonly<Record<Language, McpWords>> = { uk, en };
