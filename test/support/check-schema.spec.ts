import { listSchemaFaults } from './check-schema.js';

const document = { components: { schemas: { Id: { type: 'string', pattern: '^\\d+$' } } } };
const schema = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { $ref: '#/components/schemas/Id' },
    sizes: { type: 'array', items: { type: 'integer' } },
    word: { enum: ['a', 'b'] },
    either: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
  },
  additionalProperties: false,
};

describe('a value held against a schema', () => {
  it.each([
    [{ id: '7', sizes: [1, 2], word: 'a', either: true }, []],
    [{ id: '7', either: 'yes' }, []],
    ['text', ['$ is no object']],
    [{}, ['$.id is missing']],
    [{ id: 'seven' }, ['$.id is not of the form ^\\d+$']],
    [{ id: '7', sizes: [1, 2.5] }, ['$.sizes[1] is no integer']],
    [{ id: '7', word: 'c' }, ['$.word is none of its words']],
    [{ id: '7', either: 7 }, ['$.either fits none of its forms']],
    [{ id: '7', other: 1 }, ['$.other is not known']],
  ])('%j has the faults %j', (value, faults) => {
    expect(listSchemaFaults(document, schema, value)).toEqual(faults);
  });

  it('fails where a reference points to nothing', () => {
    expect(() => listSchemaFaults(document, { $ref: '#/components/schemas/Name' }, 1)).toThrow(
      'points to nothing',
    );
  });
});
