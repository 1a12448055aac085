import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

const COLOUR = /^[0-9a-fA-F]{6}$/;

/** routes.txt. */
export function collectRoutes(draft: Draft, row: RowReader): () => void {
  const id = row.column('route_id');
  const agencyId = row.column('agency_id');
  const type = row.column('route_type');
  const shortName = row.column('route_short_name');
  const longName = row.column('route_long_name');
  const colour = row.column('route_color');
  const textColour = row.column('route_text_color');
  return () => {
    const routeId = row.required(id, 'route_id');
    if (routeId === undefined) return;
    if (draft.routeIndexOf.has(routeId)) {
      row.report('duplicate_id', `route_id "${routeId}" is there twice`);
      return;
    }
    draft.routeIndexOf.set(routeId, draft.routes.length);
    draft.routeLines.push(row.line);
    draft.routes.push({
      routeId,
      agency: findAgency(draft, row, row.text(agencyId)),
      shortName: row.text(shortName),
      longName: row.text(longName),
      // 1799 is the last of the extended route types, which many feeds use.
      type: row.integer(type, 'route_type', 0, 1799) ?? 3,
      color: readColour(row, row.text(colour), 'route_color'),
      textColor: readColour(row, row.text(textColour), 'route_text_color'),
    });
  };
}

function findAgency(draft: Draft, row: RowReader, agencyId: string): number {
  if (agencyId === '' && !draft.agencyIndexOf.has('')) {
    if (draft.agencies.length > 1) row.report('no_agency_of_route', 'the route names no agency');
    return 0;
  }
  const index = draft.agencyIndexOf.get(agencyId);
  if (index !== undefined) return index;
  row.report('unknown_reference', `agency_id "${agencyId}" is not in agency.txt`);
  return 0;
}

function readColour(row: RowReader, text: string, name: string): string {
  if (text === '' || COLOUR.test(text)) return text;
  row.report('bad_optional_value', `${name} "${text}" is not six hexadecimal digits`);
  return '';
}
