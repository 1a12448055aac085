/**
 * The acceptance checks of the console and of all that is published, by their numbers in ../shared/design/console.md 6, and
 * which test shows each. The spec beside it fails where one has no test, or the test is gone.
 */
import type { Promised } from './promised.js';

const CONSOLE = 'test/console/console.scenario.ts';
const CHECKS = 'test/console/checks.scenario.ts';
const ORDERS = 'test/console/orders.scenario.ts';
const ALERTS = 'test/console/alerts.scenario.ts';
const OFFICE = 'test/console/office.scenario.ts';
const REPLAY = 'test/console/replay.scenario.ts';
const COLORS = 'test/console/colors.spec.ts';
const PAGES = 'test/passengers.scenario.ts';
const PASSENGERS = 'apps/feeds/src/boards/passengers.int-spec.ts';
const MOTION = 'apps/console/src/views/map/moving-vehicle.spec.ts';
const LADDER = 'apps/console/src/views/line/lay-out-ladder.spec.ts';
const DISPATCH = 'apps/dispatch/src';
const EVERY_ROUTE = `${DISPATCH}/auth/every-route.int-spec.ts`;
const PAST = `${DISPATCH}/replay/replay.int-spec.ts`;
const REPORTS = `${DISPATCH}/reports/reports.int-spec.ts`;
const WATCH = `${DISPATCH}/live/watch.int-spec.ts`;

export const CONSOLE_CHECKS: Readonly<Record<string, Promised>> = {
  '1 offline': {
    says: 'All requests go to this server only; the page works without tiles.',
    shown: [[CONSOLE, 'is signed in to, and shows list and vehicles from this server alone']],
  },
  '2 load': {
    says: 'Ready with list and vehicles; at most 200 kB of script before the map.',
    shown: [[CONSOLE, 'is signed in to, and shows list and vehicles from this server alone']],
  },
  '3 cost of drawing': {
    says: 'A frame of 600 vehicles is cheap; `npm run bench -- console` measures 2,000, and memory over a shift.',
    shown: [[CONSOLE, 'draws 600 vehicles cheaply, and moves them without a jump']],
  },
  '4 freshness': {
    says: 'A report is seen within 2 s; quiet vehicles are hollow after 30 s and without a signal after 90 s.',
    shown: [
      [
        CONSOLE,
        'shows what is new within two seconds, in the list and in the table; who is silent has no signal',
      ],
      [CHECKS, 'is hollow of who has not been heard of for 30 s, and another sign after 90 s'],
    ],
  },
  '5 smoothness': {
    says: 'No vehicle jumps, none goes back unless its fix is far behind.',
    shown: [
      [CONSOLE, 'draws 600 vehicles cheaply, and moves them without a jump'],
      [MOTION, 'never jumps: sampled 20 times a second it is never faster than one and a half of its speed'],
      [MOTION, 'waits rather than going back, where it was drawn less than 50 m too far'],
    ],
  },
  '6 no WebGL': {
    says: 'Without WebGL the page works and vehicles are drawn.',
    shown: [[CONSOLE, 'works without WebGL']],
  },
  '7 exceptions': {
    says: 'Each exception is shown once with its line and value, clears itself, and is in the journal.',
    shown: [
      [WATCH, 'raises an exception once, lets one dispatcher take it, and goes on with it after a restart'],
      [
        `${DISPATCH}/exceptions/tell-of-exception.spec.ts`,
        'says in both languages who took it and what it is',
      ],
    ],
  },
  '8 headways of the ladder': {
    says: 'Numbers on the ladder are those of the server; no label is over another.',
    shown: [
      [CHECKS, 'has the server’s headways on the ladder, and no label over another'],
      [LADDER, 'has no two vehicles or ghosts over each other, and is as wide as its lanes'],
    ],
  },
  '9 time-distance diagram': {
    says: 'As many points as the server has, the same in the table, and now where it is.',
    shown: [[CHECKS, 'has the server’s points in the diagram and in its table, and now where it is']],
  },
  '10 a trip cancelled by keyboard': {
    says: 'By keys alone to both feeds, board, SIRI and journal, and back.',
    shown: [
      [
        ORDERS,
        'cancelled before anybody was heard of: the alert and the trip, on boards and in SIRI, and back',
      ],
      [ALERTS, 'is one alert however often it is sent, and reads as its preview, byte for byte'],
    ],
  },
  '11 detour': {
    says: 'Drawn or written, previewed, published as modifications with shape and alert; endings are reminded of.',
    shown: [
      [ORDERS, 'a detour: written without the map, drawn on it, published as modifications and as SKIPPED'],
      [ALERTS, 'is shown before its time, and reminded of before it ends'],
    ],
  },
  '12 city mode': {
    says: 'One alert and every trip of the scope, and back.',
    shown: [
      [ORDERS, 'of the city: asked for by one, confirmed to the word by another, over when taken back'],
    ],
  },
  '13 roles': {
    says: 'Buttons and answers by role; a company sees its own vehicles everywhere.',
    shown: [
      [CHECKS, 'offers $login what the role may, and no more'],
      [EVERY_ROUTE, 'is shut to whoever is not signed in'],
      [EVERY_ROUTE, 'tells whoever is bound to carriers nothing of the whole city, whatever the role'],
      [CONSOLE, 'shows an operator of one company its own vehicles only'],
      [REPLAY, 'is played at sixty times, and shows an operator of one company its own vehicles only'],
      [OFFICE, 'shows an operator of one company no report and no carrier of another'],
    ],
  },
  '14 replay': {
    says: 'The same frame twice, the slider by keys, no commands, times on the trail, sixty times as fast.',
    shown: [
      [REPLAY, 'opens twice as the same frame, and is moved by the arrow keys'],
      [REPLAY, 'orders nothing and says why, and tells when a vehicle was where its trail is clicked'],
      [PAST, 'shows the same moment alike, to the byte, from wherever it is come to'],
    ],
  },
  '15 reports': {
    says: 'Figures as counted by hand; the CSV is the table; trips add up.',
    shown: [
      [OFFICE, 'shows headways and trips as they are counted by hand, and the CSV is the table'],
      [REPORTS, 'have Lviv’s three figures as they are counted by hand'],
    ],
  },
  '16 axe': {
    says: 'No violation in any view, theme, language and width.',
    shown: [
      [CONSOLE, '%s is as it must be in either theme and language, from a telephone to a wall'],
      [PAGES, 'have no violation and nothing sideways, in each theme and width: %s'],
    ],
  },
  '17 keyboard': {
    says: 'Everything by keys, focus seen and given back; single letters can be switched off.',
    shown: [
      [CONSOLE, 'is worked by keyboard alone: skip link, row, take, undo, details, back; F6, Ctrl K, help'],
      [CHECKS, 'takes letters for commands only while its person likes'],
      [CHECKS, 'shows where the keyboard is, at each stop of the Tab key'],
    ],
  },
  '18 reflow': {
    says: '320 px and text twice as large without sideways scrolling; targets of 24 px.',
    shown: [
      [CONSOLE, '%s is as it must be in either theme and language, from a telephone to a wall'],
      [CONSOLE, 'holds in forced colours, with reduced motion and with text twice as large'],
    ],
  },
  '19 colour': {
    says: 'Contrast by computation, states apart for the colour-blind, and by shape alone.',
    shown: [
      [COLORS, 'has edges of controls that are seen'],
      [CHECKS, 'is told apart without colour'],
    ],
  },
  '20 languages': {
    says: 'The page’s language follows, no text is cut off.',
    shown: [
      [CONSOLE, '%s is as it must be in either theme and language, from a telephone to a wall'],
      ['apps/console/src/text/plural.spec.ts', 'have two forms in English'],
    ],
  },
  '21 motion and contrast': {
    says: 'Reduced motion, forced colours and both schemes.',
    shown: [[CONSOLE, 'holds in forced colours, with reduced motion and with text twice as large']],
  },
  '22 reconnect': {
    says: 'A lost stream is told with the age of data and taken up where it broke off; drafts live on.',
    shown: [
      [
        CONSOLE,
        'says that the connection is lost, with the age of data, and takes the stream up where it broke off',
      ],
      [
        ALERTS,
        'who writes over somebody is told so in words, and loses nothing; a reload keeps what was written',
      ],
    ],
  },
  '23 stop board': {
    says: 'Whole without scripts, a table with row headers, cancelled in words, the timetable where nothing is live.',
    shown: [
      [PAGES, 'are a table with row headers that says in words what is cancelled, without scripts'],
      [PAGES, 'say that what is live has not come in, and keep to the timetable'],
      [PASSENGERS, 'cost nothing asked for again, and say what is wrong with a question'],
    ],
  },
  '24 feeds over HTTP': {
    says: 'Protobuf by the official bindings, the same in JSON; CORS, ETag, HEAD, OPTIONS.',
    shown: [
      [PAGES, 'decode by the official bindings, and their JSON says the same'],
      [PAGES, 'answer HEAD, OPTIONS and questions on condition, of any page'],
      [PAGES, 'may be read, headers and all'],
    ],
  },
  '25 consumers': {
    says: 'Digitransit’s topics, SIRI’s top keys, and what planners refuse.',
    shown: [
      [
        'apps/feeds/src/mqtt-topics/list-messages.spec.ts',
        'have topics that Digitransit reads by the place of the levels',
      ],
      [PASSENGERS, 'has whole journeys, as MOTIS must have them, with its top keys bare or wrapped'],
      ['apps/feeds/src/consumers.spec.ts', 'take what is published without orders'],
    ],
  },
  '26 pictures': {
    says: 'Each view in both themes is kept as a picture by CI.',
    shown: [[CONSOLE, '%s is as it must be in either theme and language, from a telephone to a wall']],
  },
};
