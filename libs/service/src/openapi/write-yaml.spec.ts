import fc from 'fast-check';
import { parse } from 'yaml';
import { writeYaml } from './write-yaml.js';

describe('a document written as YAML', () => {
  it('says what the document says, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(parse(writeYaml(document))).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });
});
