import { defineTexts } from '../text/define-texts.js';

/** Why the server does not take an order, by the type of its problem. */
export const REFUSAL_TEXTS = defineTexts(
  {
    changed: 'Поки ви дивилися, щось змінилося; подивіться ще раз.',
    refused: 'Наказ не прийнято.',
    states: { draft: 'запит', active: 'чинний', undone: 'скасовано', expired: 'скінчився' },
    refusals: {
      not_asked_for: 'Наказ для цілого міста спершу запитує одна людина, а підтверджує інша.',
      own_request: 'Ви самі про це просили: підтвердити має хтось інший.',
      not_as_asked: 'Це не те, про що просили: підтвердіть дослівно або відхиліть.',
      only_who_asked: 'Змінити чи відкликати запит може лише той, хто його подав.',
      no_draft: 'Запиту вже немає: його підтвердили, відхилили або відкликали.',
      already_ordered: 'Це вже наказано:',
      stale_preview: 'Поки ви дивилися, щось змінилося; подивіться ще раз.',
      key_reused: 'Цей наказ уже надіслано.',
      not_active: 'Наказ уже не чинний:',
      city_is_supervisors: 'Міські режими вмикають старші диспетчери.',
      no_orders: 'Ваша роль не віддає наказів.',
      own_vehicles_only: 'Перевізник може лише призначати свої машини й знімати їх з лінії.',
      not_your_vehicle: 'Ця машина не вашого перевізника.',
      not_your_line: 'Ця лінія не вашого перевізника.',
      not_yours: 'Це не вашого перевізника.',
      unpublishable: 'Так не можна опублікувати:',
    },
  },
  {
    changed: 'Something changed while you were looking; look again.',
    refused: 'The order was not taken.',
    states: { draft: 'asked for', active: 'in force', undone: 'taken back', expired: 'over' },
    refusals: {
      not_asked_for:
        'An order for the whole city is first asked for by one person, and confirmed by another.',
      own_request: 'You asked for it yourself: somebody else has to confirm it.',
      not_as_asked: 'It is not what was asked for: confirm it to the word, or refuse it.',
      only_who_asked: 'Only who asked for it may change or withdraw it.',
      no_draft: 'The request is gone: it was confirmed, refused or withdrawn.',
      already_ordered: 'It is ordered already:',
      stale_preview: 'Something changed while you were looking; look again.',
      key_reused: 'This order was sent already.',
      not_active: 'The order is not in force any more:',
      city_is_supervisors: 'City-wide modes are for supervisors.',
      no_orders: 'Your role gives no orders.',
      own_vehicles_only: 'A carrier may only assign its own vehicles and take them out of service.',
      not_your_vehicle: 'This vehicle is not of your company.',
      not_your_line: 'This line is not of your company.',
      not_yours: 'This is not of your company.',
      unpublishable: 'It cannot be published like this:',
    },
  },
);
