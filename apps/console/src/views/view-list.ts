/**
 * The views of the console. Each is a folder that depends on no other view; a view is here when it works.
 * `needs`: any one of these permissions shows it.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Permission } from '@rukh/domain/dispatch';
import { type TextsOf, defineTexts } from '../text/define-texts.js';

export interface ConsoleView {
  readonly id: string;
  readonly title: TextsOf<string>;
  readonly needs: readonly Permission[];
  readonly View: ComponentType | LazyExoticComponent<ComponentType>;
  /** Shows the list of what needs attention beside it. */
  readonly isLive?: boolean;
  /** Things are selected in it: the details keep their place while nothing is. */
  readonly selects?: boolean;
}

/** Whether somebody has it who may do so much. */
export function mayOpen({ needs }: Pick<ConsoleView, 'needs'>, permissions: readonly Permission[]): boolean {
  return needs.some((need) => permissions.includes(need));
}

export const VIEWS: readonly ConsoleView[] = [
  {
    id: 'live',
    title: defineTexts('Наживо', 'Live'),
    needs: ['service.read'],
    View: lazy(() => import('./live/live-view.js')),
    isLive: true,
    selects: true,
  },
  {
    id: 'trips',
    title: defineTexts('Рейси', 'Trips'),
    needs: ['service.read'],
    View: lazy(() => import('./trips/trips-view.js')),
  },
  {
    id: 'vehicles',
    title: defineTexts('Машини', 'Vehicles'),
    needs: ['service.read'],
    View: lazy(() => import('./vehicles/vehicles-view.js')),
  },
  {
    id: 'orders',
    title: defineTexts('Накази', 'Orders'),
    needs: ['service.read'],
    View: lazy(() => import('./orders/orders-view.js')),
  },
  {
    id: 'alerts',
    title: defineTexts('Повідомлення', 'Alerts'),
    needs: ['service.read'],
    View: lazy(() => import('./alerts/alerts-view.js')),
  },
  {
    id: 'reports',
    title: defineTexts('Звіти', 'Reports'),
    needs: ['reports.read'],
    View: lazy(() => import('./reports/reports-view.js')),
  },
  {
    id: 'journal',
    title: defineTexts('Журнал', 'Journal'),
    needs: ['journal.read', 'journal.write'],
    View: lazy(() => import('./journal/journal-view.js')),
  },
  {
    id: 'feeds',
    title: defineTexts('Дані', 'Data'),
    needs: ['feeds.read'],
    View: lazy(() => import('./feeds/feeds-view.js')),
  },
  {
    id: 'admin',
    title: defineTexts('Адмін', 'Admin'),
    needs: ['users.manage', 'vehicles.manage', 'access.read'],
    View: lazy(() => import('./admin/admin-view.js')),
  },
  {
    id: 'help',
    title: defineTexts('Довідка', 'Help'),
    needs: ['service.read'],
    View: lazy(() => import('./help/help-view.js')),
  },
];
