/** Which component shows which kind of thing; and where actions on it are put by the views that have them. */
import type { ComponentType } from 'react';
import type { SelectionKind } from '../../url/page-state.js';
import { ExceptionDetail } from './exception-detail.js';
import { RouteDetail, StopDetail } from './place-details.js';
import { BlockDetail, TripDetail } from './trip-details.js';
import { VehicleDetail } from './vehicle-detail.js';

export const INSPECTOR_DETAILS: Readonly<Partial<Record<SelectionKind, ComponentType<{ id: string }>>>> = {
  vehicle: VehicleDetail,
  exception: ExceptionDetail,
  route: RouteDetail,
  stop: StopDetail,
  trip: TripDetail,
  block: BlockDetail,
};
