import { decodePolyline } from './decode-polyline.js';
import { describeRule } from './feed.fixture.js';

const LINE = '_p~iF~ps|U_ulLnnqC_mqNvxq`@';
const shape = (changes: { shapeId?: string; encodedPolyline?: string }) => ({ id: 'x', shape: changes });

describe('a polyline', () => {
  it('is decoded as in the example of its specification', () => {
    expect(decodePolyline(LINE)).toEqual([
      { lat: 38.5, lon: -120.2 },
      { lat: 40.7, lon: -120.95 },
      { lat: 43.252, lon: -126.453 },
    ]);
  });

  it.each(['_p~iF', '_p~iF~ps|', ' ', '_p~iF\n'])('is not decoded where it is broken: %j', (text) => {
    expect(decodePolyline(text)).toBeUndefined();
  });
});

describeRule('S037', {
  reports: {
    'a shape without shape_id': {
      entity: [shape({ encodedPolyline: LINE })],
      finds: ['Entity x: the shape has no shape_id'],
    },
  },
  accepts: { 'a shape with shape_id': { entity: [shape({ shapeId: 'D1' })] } },
});

describeRule('S038', {
  reports: {
    'a shape_id of shapes.txt': {
      entity: [shape({ shapeId: 'H1' })],
      finds: ['Entity x: shape_id H1 is in shapes.txt'],
    },
  },
  accepts: { 'a shape_id of its own': { entity: [shape({ shapeId: 'D1' })] } },
});

describeRule('S039', {
  reports: {
    'a shape without a line': {
      entity: [shape({ shapeId: 'D1' })],
      finds: ['Entity x: the shape has no encoded_polyline'],
    },
  },
  accepts: { 'a shape with a line': { entity: [shape({ encodedPolyline: LINE })] } },
});

describeRule('S040', {
  reports: {
    'a line of one point, an empty one and a broken one': {
      entity: ['_p~iF~ps|U', '', '_p~iF'].map((encodedPolyline) => shape({ encodedPolyline })),
      finds: [
        'Entity x: its encoded_polyline has one point; it needs two',
        'Entity x: its encoded_polyline has no points; it needs two',
        'Entity x: its encoded_polyline cannot be decoded',
      ],
    },
  },
  accepts: { 'a line of three points': { entity: [shape({ encodedPolyline: LINE })] } },
});
