/** Every word of the rider's page, in each language; another language is another object of this shape. */
import type { RefundState } from '@rukh/domain/ledger';

export const LANGUAGES = ['uk', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Texts {
  readonly title: string;
  readonly otherLanguage: string;
  readonly login: {
    readonly lead: string;
    readonly card: string;
    readonly cardHint: string;
    readonly code: string;
    readonly codeHint: string;
    readonly enter: string;
  };
  readonly messages: Readonly<Record<Message, string>>;
  readonly leave: string;
  readonly balance: string;
  readonly owed: (money: string) => string;
  readonly chargedBack: (money: string) => string;
  readonly transferLeft: (minutes: number) => string;
  readonly noTransfer: string;
  readonly blocked: string;
  readonly blockedByDebt: (money: string) => string;
  readonly unblocking: string;
  readonly rides: string;
  readonly noRides: string;
  readonly time: string;
  readonly ride: string;
  readonly price: string;
  readonly why: string;
  readonly wrong: string;
  readonly wrongWhy: string;
  readonly wrongAsk: string;
  readonly refunds: Readonly<Record<RefundState, (money: string) => string>>;
  readonly refundAsked: (money: string) => string;
  readonly officeWrites: string;
  readonly route: (route: string) => string;
  readonly pending: string;
  /** Of a ride on a card that was reported lost before. */
  readonly lost: string;
  readonly denied: string;
  readonly passes: string;
  readonly noPasses: string;
  readonly passUnused: string;
  readonly passLead: string;
  readonly passBegin: string;
  readonly passUntil: (time: string) => string;
  readonly passEndless: string;
  readonly passRefunded: string;
  readonly concessions: string;
  readonly until: (time: string) => string;
  readonly since: (time: string) => string;
  readonly topUp: string;
  readonly topUpLead: string;
  readonly amount: string;
  readonly pay: string;
  readonly block: string;
  readonly blockLead: string;
  readonly blockSure: string;
  readonly blockDo: string;
  readonly kept: (weeks: number) => string;
}

export const MESSAGES = [
  'wrong',
  'tooMany',
  'expired',
  'booked',
  'pending',
  'declined',
  'badAmount',
  'blockedNow',
  'notSure',
  'left',
  'away',
  'asked',
  'notAsked',
  'passBegun',
  'passNotBegun',
] as const;
export type Message = (typeof MESSAGES)[number];

const uk: Texts = {
  title: 'Мої поїздки',
  otherLanguage: 'English',
  login: {
    lead: 'Введіть номер картки та код, виданий разом із нею.',
    card: 'Номер картки',
    cardHint: 'Як надруковано на картці. Номер банківської картки тут не потрібен.',
    code: 'Код',
    codeHint: 'Десять літер і цифр.',
    enter: 'Показати поїздки',
  },
  messages: {
    wrong: 'Номер картки або код не підходить. Перевірте їх і спробуйте ще раз.',
    tooMany: 'Забагато спроб. Спробуйте знову за 15 хвилин.',
    expired: 'Сеанс завершено. Увійдіть знову.',
    booked: 'Рахунок поповнено.',
    pending: 'Платіж ще не підтверджено. Гроші з’являться тут, щойно платіжна система його підтвердить.',
    declined: 'Платіж відхилено. З вас нічого не стягнуто.',
    badAmount: 'Вкажіть суму цілим числом від 1 до 5000.',
    blockedNow: 'Картку заблоковано. Валідатори, що на зв’язку, дізнаються про це протягом хвилини.',
    notSure: 'Картку не заблоковано: підтвердьте, що ви цього хочете.',
    left: 'Ви вийшли.',
    asked: 'Прохання прийнято. Відповідь буде тут.',
    notAsked: 'Прохання не прийнято: за цю поїздку немає чого повертати, або вже просили.',
    passBegun: 'Абонемент активовано: відтепер поїздки оцінюються за ним.',
    passNotBegun: 'Активувати немає чого: абонемент уже діє або його повернено.',
    away: 'Зараз показати не можемо. Спробуйте за хвилину.',
  },
  leave: 'Вийти',
  balance: 'На рахунку',
  owed: (money) => `Борг ${money}`,
  chargedBack: (money) =>
    `З цього ${money} банк забрав назад: платіж за вашими поїздками оскаржено. Якщо це помилка, зверніться до свого банку або в офіс.`,
  transferLeft: (minutes) => `Безкоштовна пересадка: ще ${minutes} хв`,
  noTransfer: 'Безкоштовної пересадки зараз немає.',
  blocked: 'Цю картку заблоковано: валідатори її не приймають.',
  unblocking:
    'Боргу немає. Валідатори, що на зв’язку, дізнаються про це протягом хвилини; якщо картку й далі не приймають, зверніться до перевізника.',
  blockedByDebt: (money) =>
    `Картку заблоковано через борг. Поповніть рахунок щонайменше на ${money}: валідатори, що на зв’язку, приймуть її протягом хвилини.`,
  rides: 'Поїздки за останній 31 день',
  noRides: 'Поїздок не було.',
  time: 'Час',
  ride: 'Поїздка',
  price: 'Ціна',
  why: 'Чому така ціна',
  wrong: 'Ціна хибна?',
  wrongWhy: 'Що не так',
  wrongAsk: 'Просити повернути гроші',
  refunds: {
    REQUESTED: (money) => `Ви просите повернути ${money}: розглядаємо.`,
    APPROVED: (money) => `${money} повертаємо.`,
    PAID: (money) => `${money} повернуто.`,
    REJECTED: () => 'У поверненні відмовлено.',
  },
  refundAsked: (money) => `Ви просили ${money}.`,
  officeWrites: 'Відповідь: ',
  route: (route) => `маршрут ${route}`,
  pending: 'ціну ще рахуємо',
  lost: 'не вам платити: картку було заявлено втраченою',
  denied: 'валідатор відмовив, нічого не стягнуто',
  passes: 'Абонементи',
  noPasses: 'Абонементів немає.',
  passUnused: 'ще не активовано',
  passLead: 'Доки абонемент не активовано, поїздки оплачуються окремо. Активований, він діє відразу.',
  passBegin: 'Активувати зараз',
  passUntil: (time) => `діє до ${time}`,
  passEndless: 'діє',
  passRefunded: 'повернено',
  concessions: 'Пільги',
  until: (time) => `до ${time}`,
  since: (time) => `з ${time}`,
  topUp: 'Поповнити рахунок',
  topUpLead: 'Це випробування: платіжна система несправжня, грошей вона не бере.',
  amount: 'Сума',
  pay: 'Поповнити',
  block: 'Заблокувати картку',
  blockLead:
    'Якщо картку загублено чи вкрадено. За поїздки, зроблені з нею після цього, платити не вам. Розблокувати її можна лише в сервісному центрі.',
  blockSure: 'Так, заблокувати цю картку',
  blockDo: 'Заблокувати',
  kept: (weeks) =>
    `Через ${weeks} тиж. валідації втрачають зв’язок із вашою карткою; що скільки коштувало, лишається в обліку за номером рахунку. Ні імені, ні адреси ми не маємо: лише картку та ваші пільги.`,
};

const en: Texts = {
  title: 'My rides',
  otherLanguage: 'Українська',
  login: {
    lead: 'Enter the number of your card and the code that came with it.',
    card: 'Card number',
    cardHint: 'As printed on the card. The number of a bank card is not wanted here.',
    code: 'Code',
    codeHint: 'Ten letters and digits.',
    enter: 'Show my rides',
  },
  messages: {
    wrong: 'The card number or the code is not right. Check both and try again.',
    tooMany: 'Too many attempts. Try again in 15 minutes.',
    expired: 'Your session is over. Please log in again.',
    booked: 'The money is on your account.',
    pending: 'The payment is not confirmed yet. The money appears here as soon as the gateway confirms it.',
    declined: 'The payment was declined. Nothing was taken from you.',
    badAmount: 'Give a whole amount from 1 to 5000.',
    blockedNow: 'The card is blocked. Validators with a network know within a minute.',
    notSure: 'The card is not blocked: confirm that you want it.',
    left: 'You are logged out.',
    asked: 'Your wish is noted. The answer will be here.',
    notAsked: 'It was not noted: there is nothing to give back for this ride, or it was asked for before.',
    passBegun: 'The pass is activated: from now on rides are priced by it.',
    passNotBegun: 'There is nothing to activate: the pass holds already, or was refunded.',
    away: 'This cannot be shown now. Try again in a minute.',
  },
  leave: 'Log out',
  balance: 'On the account',
  owed: (money) => `${money} owed`,
  chargedBack: (money) =>
    `Of that, ${money} was taken back by the bank: the payment for your rides was disputed. If that is a mistake, turn to your bank or to the office.`,
  transferLeft: (minutes) => `Free transfer: ${minutes} min left`,
  noTransfer: 'There is no free transfer now.',
  blocked: 'This card is blocked: validators refuse it.',
  unblocking:
    'Nothing is owed any more. Validators with a network know within a minute; if the card is still refused then, ask the office.',
  blockedByDebt: (money) =>
    `This card is blocked for a debt. Top up by at least ${money}: validators with a network take it again within a minute.`,
  rides: 'Rides of the last 31 days',
  noRides: 'There were no rides.',
  time: 'Time',
  ride: 'Ride',
  price: 'Price',
  why: 'Why this price',
  wrong: 'Is it wrong?',
  wrongWhy: 'What is wrong',
  wrongAsk: 'Ask for the money back',
  refunds: {
    REQUESTED: (money) => `You ask for ${money} back: it is looked into.`,
    APPROVED: (money) => `${money} are being given back.`,
    PAID: (money) => `${money} were given back.`,
    REJECTED: () => 'It was refused to give the money back.',
  },
  refundAsked: (money) => `You asked for ${money}.`,
  officeWrites: 'The answer: ',
  route: (route) => `route ${route}`,
  pending: 'not priced yet',
  lost: 'not yours to pay: the card had been reported lost',
  denied: 'the validator refused, nothing is charged',
  passes: 'Passes',
  noPasses: 'There are no passes.',
  passUnused: 'not activated yet',
  passLead: 'Until a pass is activated, rides are paid one by one. Once activated it holds at once.',
  passBegin: 'Activate now',
  passUntil: (time) => `valid until ${time}`,
  passEndless: 'valid',
  passRefunded: 'refunded',
  concessions: 'Concessions',
  until: (time) => `until ${time}`,
  since: (time) => `since ${time}`,
  topUp: 'Top up',
  topUpLead: 'This is a trial: the gateway is simulated and takes no money.',
  amount: 'Amount',
  pay: 'Top up',
  block: 'Block the card',
  blockLead:
    'If it is lost or stolen. Rides made with it afterwards are not yours to pay. Only the service centre can unblock it.',
  blockSure: 'Yes, block this card',
  blockDo: 'Block',
  kept: (weeks) =>
    `After ${weeks} weeks taps lose their link to your card; what each ride cost stays in the books under an account’s number. We have no name and no address: only the card and your concessions.`,
};

export const TEXTS: Readonly<Record<Language, Texts>> = { uk, en };
