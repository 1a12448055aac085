/** What may stand in the middle of the live view, beside the list and the inspector; each is a folder of its own. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { type TextsOf, defineTexts } from '../text/define-texts.js';

export interface LivePane {
  readonly id: string;
  readonly title: TextsOf<string>;
  /** The single letter that shows it. */
  readonly key: string;
  readonly Pane: LazyExoticComponent<ComponentType>;
}

export const PANES: readonly LivePane[] = [
  {
    id: 'map',
    title: defineTexts('Карта', 'Map'),
    key: 'm',
    Pane: lazy(() => import('./map/map-pane.js')),
  },
  {
    id: 'line',
    title: defineTexts('Лінія', 'Line'),
    key: 'l',
    Pane: lazy(() => import('./line/line-pane.js')),
  },
  {
    id: 'diagram',
    title: defineTexts('Графік руху', 'Diagram'),
    key: 'g',
    Pane: lazy(() => import('./diagram/diagram-pane.js')),
  },
];
