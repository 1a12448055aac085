import type { MediaType } from '../../taps/index.js';
import { priceTaps } from '../pricing/index.js';
import { folder, sound } from '../random-fares.fixture.js';

/** As a published feed has it: no column of Rukh's own. */
const FEED = {
  'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2025-01-01,Europe/Lisbon,EUR',
  'fare_media.txt':
    'fare_media_id,fare_media_type\ndriver,0\npaper,1\ncard,2\nold_card,2\ncontactless,3\napp,4',
  'fare_products.txt':
    'fare_product_id,fare_media_id,amount\ns,driver,3.00\ns,paper,2.50\ns,card,1.50\ns,contactless,1.90\ns,app,1.70',
  'fare_leg_rules.txt': 'fare_product_id\ns',
};

function priceOf(mediaType: MediaType, more: Record<string, string> = {}): [string, number] {
  const tap = { ref: 'd/1', deviceId: 'd', seq: 1, atMs: Date.parse('2025-03-03T08:00:00Z') };
  const [charge] = priceTaps(sound(folder('t', { ...FEED, ...more })), { entitlements: [], products: [] }, [
    { ...tap, kind: 'UNKNOWN', mediaType, extras: [] },
  ]);
  return [charge!.fareMediaId, charge!.amountMinor];
}

describe('media of a feed that has no columns of Rukh', () => {
  it.each<[MediaType, string, number]>([
    ['CASH', 'driver', 300],
    ['PAPER', 'paper', 250],
    ['CLOSED_CARD', 'card', 150],
    ['BANK_CARD', 'contactless', 190],
    ['STATIC_QR', 'app', 170],
    ['DYNAMIC_QR', 'app', 170],
  ])('are those of their GTFS type: %s is %s', (mediaType, medium, minor) => {
    expect(priceOf(mediaType)).toEqual([medium, minor]);
  });

  it('are only those that media_types names, where one of them does', () => {
    const media = {
      'fare_media.txt': 'fare_media_id,fare_media_type,media_types\ncard,2,\ncontactless,3,CASH',
    };
    const products = {
      'fare_products.txt': 'fare_product_id,fare_media_id,amount\ns,,2.00\ns,contactless,1.90',
    };
    expect(priceOf('CASH', { ...media, ...products })).toEqual(['contactless', 190]);
    expect(priceOf('BANK_CARD', { ...media, ...products })).toEqual(['', 200]);
  });
});
