// docs/benchmarks.md from the figures of one run. Prose is here, numbers are the run's.
const TITLES = {
  pipeline: 'The whole system',
  tracking: 'Tracking and prediction',
  terms: 'What the terms of tracking bring',
  cities: 'Cities it was not made for',
  ablation: 'What the parts of prediction bring',
  errors: 'What errors of prediction are of',
  replay: 'A replay, step by step',
  day: 'A day’s predictions',
  ingest: 'Ingest',
  archive: 'Archive',
  import: 'GTFS import',
  taps: 'Taps',
  pricing: 'Prices of a backlog of taps',
  check: 'The online check',
  'deny-list': 'The deny list on its way to validators',
  console: 'The console',
};

const ABOUT = {
  pipeline:
    'Rukh as `rukh up` runs it (PostgreSQL, Redis and the MQTT broker in processes of their own, all services in one), a ' +
    'process of trackers that publish by MQTT at QoS 1 over 200 connections, and a planner that polls ' +
    '`/gtfs-rt/vehicle-positions.pb` every 50 ms with conditional requests, all on this one machine. Measured is the ' +
    'time from the publishing of a position to the answer in which it, or a later one of its vehicle, is seen. A new ' +
    'snapshot is made at most once a second, so half a second of it is waiting for the next one. The city is Lviv at its ' +
    'morning peak; for 5,000 vehicles, as many Lvivs side by side as that takes. Where positions are not through half a minute after the last one, the ' +
    'processor time that the machine had left did not suffice for the rate.',
  tracking:
    'One thread, no server: a simulated morning peak of Lviv, with trackers that say everything (`full`) or nothing ' +
    '(`none`) of their trip; accuracy is by the truth of the simulation, from a cold start. Then two recorded days, ' +
    'replayed with trips, routes and stops hidden and held against what the recording says.',
  cities:
    'Three morning hours simulated by timetables of other cities, most of them without blocks and two by frequencies.txt, ' +
    'tracked and predicted with trips, routes and stops hidden; and the rules that the feed made of it breaks.',
  terms:
    'A simulated day of a third of Lviv’s lines with all that goes wrong there (a report each 30 s) and the recordings, tracked ' +
    'with trips, routes and stops hidden, each with one term of the model left out.',
  ablation:
    'Mean absolute error of predicted arrivals, seconds by minutes ahead, on the recordings with trips, routes and stops ' +
    'hidden, each with one part of the model left out.',
  errors:
    'Mean absolute error of predicted arrivals on the recordings with trips, routes and stops hidden, put down to the vehicle ' +
    'taken for another, the wait before a trip, or the way along it; and what would be left if a part were known ' +
    'beforehand: the trips, when the vehicle comes to its next stop, or the median error of each quarter of an hour.',
  replay:
    'A simulated morning peak of Lviv (a report each 4 s, trackers that say everything, `full`, or nothing, `none`, of their ' +
    'trip) is replayed with one step more each time; what a step costs is the processor time, collecting garbage too, by ' +
    'which the replay takes longer, in the second half of 12 minutes. A part of the fleet, the fleet, and two fleets, against ' +
    'the timetable of one Lviv or of two side by side.',
  day:
    'Simulated Lviv with all its pathologies for a whole day, a report each 10 s: whether what must hold of predictions ' +
    'holds all day, with the hints that trackers give and with none.',
  ingest: 'Trackers over MQTT, the embedded broker, ingest, and a real Redis with the stream of positions.',
  archive: 'From the stream of updates into PostgreSQL with its data synced to disk.',
  import: 'The bundled city and made-up cities, each in a process of its own.',
  taps:
    'Signed batches and single taps over HTTP, each answered after the commit, PostgreSQL with its data synced to disk; by ' +
    'Ed25519 and in sessions (docs/validators.md). Once with prices, payments and places left to other processes, once ' +
    'with all in one. The senders run on the same machine.',
  pricing: 'The bundled tariffs, two workers in one process, PostgreSQL with its data synced to disk.',
  check: 'Signed requests at a steady rate, with all of the e-ticket in the process that answers.',
  'deny-list': 'From the commit of a change to a validator that waits for it over HTTP.',
  console:
    'Chromium without a GPU at 1440 x 860, the whole city in sight, a report of each vehicle each 5 s. Memory is that of ' +
    'the page after its garbage was collected, before and after the events of five hours, sent as fast as they are taken.',
};

/** @returns the page, Markdown */
export function writeBenchmarks({ machine, benches, figures, isSmall }) {
  const lines = [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write-docs`; do not edit. `npm run bench -- NAME` runs one of them,',
    '`npm run bench -- --small` all of them for a few seconds, to see that they work.',
    '',
    `Taken on ${machine.cpu}, ${machine.memory} of memory, ${machine.system}, ${machine.node}.`,
    'Times on the wall hold whatever else the machine did meanwhile; CPU time for each position is the figure to',
    'compare, and it too is somewhat higher on a busy machine.',
  ];
  if (isSmall) lines.push('', '**A small run: these figures say only that the benchmarks work.**');
  for (const name of Object.keys(TITLES)) {
    if (!benches[name]) continue;
    lines.push('', `## ${TITLES[name] ?? name}`, '', ABOUT[name]);
    const { date, loadBefore, loadAfter } = benches[name];
    lines.push(
      '',
      `Run ${date.slice(0, 16).replace('T', ' ')} UTC; load of the machine ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after.`,
      '',
    );
    lines.push(...writeTable(figures.filter(({ bench }) => bench === name)));
  }
  return `${lines.join('\n')}\n`;
}

/** A row a figure, a column a subject, where subjects share their figures; else a row a figure of each. */
function writeTable(figures) {
  const subjects = [...new Set(figures.map(({ subject }) => subject))];
  const keys = [...new Set(figures.map(({ name, unit }) => `${name}|${unit}`))];
  const rows = keys.map((key) => {
    const [name, unit] = key.split('|');
    const cells = subjects.map((subject) => {
      const figure = figures.find((f) => f.subject === subject && f.name === name && f.unit === unit);
      return figure ? (figure.value ?? '-').toLocaleString('en') : '';
    });
    return [unit === '' ? name : `${name}, ${unit}`, ...cells];
  });
  return alignTable([['', ...subjects], ...rows]);
}

/** Columns as wide as their widest cell, as the formatter has them. */
function alignTable(rows) {
  const widths = rows[0].map((_, i) => Math.max(3, ...rows.map((row) => row[i].length)));
  const line = (cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [header, ...body] = rows;
  return [line(header), rule, ...body.map(line)];
}
