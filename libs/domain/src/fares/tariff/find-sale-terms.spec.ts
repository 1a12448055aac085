import { folder, sound } from '../random-fares.fixture.js';
import { findPassTerms, findTicketTerms } from './find-sale-terms.js';

const FILES = {
  'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\ntown,2020-01-01,Europe/Kyiv,EUR',
  'rider_categories.txt':
    'rider_category_id,rider_category_name,is_default_fare_category\nall,Everybody,1\nstudent,Students,0',
  'fare_media.txt':
    'fare_media_id,fare_media_name,fare_media_type,media_types\ncard,Card,2,CLOSED_CARD\ncash,Cash,0,CASH|PAPER',
  'fare_products.txt': [
    'fare_product_id,fare_product_name,rider_category_id,fare_media_id,amount,currency',
    'single,Single,all,card,1.00,EUR',
    'single,Single,all,cash,1.50,EUR',
    'single,Single,student,card,0.50,EUR',
    'month,Month,all,card,40.00,EUR',
    'month,Month,student,card,20.00,EUR',
    'ten,Ten rides,,,8.00,EUR',
    'office,By the office,all,card,5.00,EUR',
  ].join('\n'),
  'fare_passes.txt':
    'fare_product_id,validity,length,rides\nmonth,calendar_days,30,\nten,seconds,86400,10\noffice,held,1,',
  'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nany,single',
};

describe('what a till may sell', () => {
  const tariff = sound(folder('town', FILES)).versions[0]!;

  it('is a ticket for the price of cash, to a rider of the category', () => {
    expect(findTicketTerms(tariff, 'single', 'all')).toEqual({ priceMinor: 150 });
    expect(findTicketTerms(tariff, 'single', 'student')).toBeUndefined();
    expect(findTicketTerms(tariff, 'month', 'all')).toBeUndefined();
    expect(findTicketTerms(tariff, 'none', 'all')).toBeUndefined();
  });

  it('is a pass for its price, with what the tariff puts into it', () => {
    expect(findPassTerms(tariff, 'month', 'all')).toEqual({ priceMinor: 4000, durationDays: 30 });
    expect(findPassTerms(tariff, 'month', 'student')).toEqual({ priceMinor: 2000, durationDays: 30 });
    expect(findPassTerms(tariff, 'ten', 'student')).toEqual({ priceMinor: 800, rides: 10 });
  });

  it('is no pass whose time is as the office says, and no ticket as a pass', () => {
    expect(findPassTerms(tariff, 'office', 'all')).toBeUndefined();
    expect(findPassTerms(tariff, 'single', 'all')).toBeUndefined();
  });
});
