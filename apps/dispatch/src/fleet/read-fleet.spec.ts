import { printFault, readFleet } from './read-fleet.js';

const HEADER = 'vehicle_id,carrier_id,carrier_name,label,plate,low_floor,capacity,valid_from,valid_to';

describe('readFleet', () => {
  it('reads a spreadsheet with the marks that spreadsheets make', () => {
    const text = `\uFEFF${HEADER}\r\n1279, 52 ,АТП-1,1279,ВС2323ТВ,так,100,2026-01-01,\r\n77,89,,,,,,,\r\n`;
    expect(readFleet(text)).toEqual({
      rows: [
        {
          line: 2,
          vehicle: {
            vehicleId: '1279',
            carrierId: '52',
            label: '1279',
            plate: 'ВС2323ТВ',
            isLowFloor: true,
            capacity: 100,
            validFrom: '2026-01-01',
          },
        },
        { line: 3, vehicle: { vehicleId: '77', carrierId: '89' } },
      ],
      carriers: [{ carrierId: '52', name: 'АТП-1' }],
      faults: [],
    });
  });

  it('says everything that is wrong, by line and column', () => {
    const rows = [
      ',52,,,,,,,',
      '1,,,,,,,,',
      '2,52,,,,perhaps,many,,',
      '3,52,,,,,,2026-02-30,',
      '4,52,,,,,,2026-02-02,2026-02-01',
      '5,52,A,,,,,,',
      '5,52,B,,,,,,',
    ];
    const { faults } = readFleet([HEADER, ...rows].join('\n'));
    for (const { words } of faults) expect(words.uk).toMatch(/[а-яіїє]/);
    expect(faults.map((fault) => /^Line \d+: \w+/.exec(printFault(fault))?.[0])).toEqual([
      'Line 2: vehicle_id',
      'Line 3: carrier_id',
      'Line 4: low_floor',
      'Line 4: capacity',
      'Line 5: valid_from',
      'Line 6: valid_to',
      'Line 8: the',
      'Line 8: carrier',
    ]);
  });

  it.each([
    ['', 'There are no rows.'],
    ['vehicle_id\n1', 'The column carrier_id is missing.'],
    ['vehicle_id,carrier_id,owner\n1,2,3', 'The column "owner" is not known'],
    ['vehicle_id,carrier_id\n1,2,3', 'This is no CSV with a header'],
  ])('refuses %j', (text, error) => {
    expect(readFleet(text).faults[0]?.words.en).toContain(error);
  });
});
