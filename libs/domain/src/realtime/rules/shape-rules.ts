import { decodePolyline } from './decode-polyline.js';
import type { Rule } from './rule.js';

/** Rules on shapes that the feed itself brings. */
export const shapeRules: readonly Rule[] = [
  {
    id: 'S037',
    severity: 'error',
    title: 'Shape without shape_id',
    meaning: 'By its shape_id a trip refers to it.',
    entity: ({ shape }) => (shape && shape.shapeId === undefined ? 'the shape has no shape_id' : undefined),
  },
  {
    id: 'S038',
    severity: 'error',
    title: 'Shape with a shape_id of the schedule',
    meaning: 'The shape_id of a Shape entity is not in shapes.txt.',
    needs: ['schedule'],
    entity: ({ shape }, feed) =>
      shape?.shapeId !== undefined && feed.facts!.shapeIds.has(shape.shapeId)
        ? `shape_id ${shape.shapeId} is in shapes.txt`
        : undefined,
  },
  {
    id: 'S039',
    severity: 'error',
    title: 'Shape without a line',
    meaning: 'A Shape entity has an encoded_polyline.',
    entity: ({ shape }) =>
      shape && shape.encodedPolyline === undefined ? 'the shape has no encoded_polyline' : undefined,
  },
  {
    id: 'S040',
    severity: 'error',
    title: 'Line of fewer than two points',
    meaning: 'An encoded_polyline can be decoded and has two points at least.',
    entity: ({ shape }) => {
      if (shape?.encodedPolyline === undefined) return undefined;
      const points = decodePolyline(shape.encodedPolyline);
      if (!points) return 'its encoded_polyline cannot be decoded';
      return points.length < 2
        ? `its encoded_polyline has ${points.length === 1 ? 'one point' : 'no points'}; it needs two`
        : undefined;
    },
  },
];
