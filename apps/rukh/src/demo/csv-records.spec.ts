import { Readable } from 'node:stream';
import fc from 'fast-check';
import { joinFields, readRecords, splitRecord } from './csv-records.js';

async function recordsOf(chunks: readonly string[]): Promise<string[]> {
  const records: string[] = [];
  for await (const batch of readRecords(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) {
    records.push(...batch);
  }
  return records;
}

describe('CSV records', () => {
  it('come whole, however the file is cut into chunks', async () => {
    const text = '\uFEFFa,b\r\n1,"x\r\ny"\r\n\r\n2,z';
    expect(await recordsOf(Array.from(text))).toEqual(['a,b', '1,"x\ny"', '2,z']);
    expect(await recordsOf([text])).toEqual(['a,b', '1,"x\ny"', '2,z']);
  });

  it.each([
    ['a,b,,', ['a', 'b', '', '']],
    ['"a,1","say ""x""",', ['a,1', 'say "x"', '']],
    [',"",x', ['', '', 'x']],
  ])('%p has its fields', (record, fields) => {
    expect(splitRecord(record)).toEqual(fields);
  });

  it('are read back as they were written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', 'ї', ' ') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 2, maxLength: 6 }), (fields) => {
        expect(splitRecord(joinFields(fields))).toEqual(fields);
      }),
    );
  });
});
