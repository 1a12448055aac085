import { folder, sound } from '../random-fares.fixture.js';
import { findPlaceNeed } from './find-place-need.js';

const FLAT = {
  'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2020-01-01,Europe/Kyiv,UAH',
  'networks.txt': 'network_id\nbus',
  'areas.txt': 'area_id\nA',
  'fare_products.txt': 'fare_product_id,amount\nsingle,17.00\npass,900.00',
  'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
};

describe('what of a place prices go by', () => {
  it.each([
    [
      'nothing, by a flat fare with a window',
      'never',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free' },
    ],
    [
      'the network of a leg rule',
      'route',
      { 'fare_leg_rules.txt': 'network_id,fare_product_id\nbus,single\n,single' },
    ],
    [
      'the route of a window',
      'route',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,same_route\nw,2400,free,never' },
    ],
    [
      'the way back of a window',
      'place',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,way_back\nw,2400,free,never' },
    ],
    [
      'the network of a pass',
      'route',
      { 'fare_passes.txt': 'fare_product_id,validity,network_ids\npass,held,bus' },
    ],
    [
      'the place of a cap',
      'place',
      { 'fare_caps.txt': 'cap_id,period,limit,within_area_ids\nc,fare_day,50.00,A' },
    ],
    [
      'the area of a leg rule',
      'place',
      { 'fare_leg_rules.txt': 'from_area_id,fare_product_id\nA,single\n,single' },
    ],
    [
      'how far one rides',
      'place',
      { 'fare_bands.txt': 'fare_product_id,measure,from,amount\nsingle,stops,0,17.00' },
    ],
    [
      'where one gets out',
      'place',
      { 'tap_policies.txt': 'policy_id,mode,incomplete,unpaired_off\np,on_off,free,free' },
    ],
  ])('%s: %s', (_, need, files) => {
    expect(findPlaceNeed(sound(folder('t', { ...FLAT, ...files })))).toBe(need);
  });
});
