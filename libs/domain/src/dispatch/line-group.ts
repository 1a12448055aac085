/** Named sets of lines, to look at them alone: one's own, and those shared with everybody (console.md 3.4, presets). */
export interface LineGroup {
  readonly groupId: string;
  readonly name: string;
  /** GTFS route_ids; those that the schedule in force does not have are passed over. */
  readonly routeIds: readonly string[];
  readonly isShared: boolean;
  readonly by: { readonly userId: string; readonly name: string };
  /** Whether who asks may change it. */
  readonly mayChange: boolean;
}

/** GET /api/v1/dispatch/line-groups: the shared ones first, then by name. */
export interface LineGroupList {
  readonly groups: readonly LineGroup[];
}

export type LineGroupRequest = Pick<LineGroup, 'name' | 'routeIds' | 'isShared'>;
