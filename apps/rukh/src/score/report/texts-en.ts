import type { Texts } from './texts.js';

export const ENGLISH: Texts = {
  lang: 'en',
  language: 'English',
  languages: 'Languages',
  title: 'How right the passenger information was',
  lead: (files) => `Measured from ${files}.`,
  summary: 'In short',
  seconds: (text) => `${text} s`,
  minutesAndSeconds: (minutes, seconds) => `${minutes} min ${seconds} s`,
  asTable: 'The same figures as a table',
  minutesBefore: 'minutes before the vehicle arrived',
  minutes: 'minutes',
  chance: { sure: 'more than chance', unsure: 'may be chance' },
  methods: {
    predictions: 'predictions',
    timetable: 'timetable',
    'last-delay': 'last delay',
    constant: 'timetable + constant',
    kalman: 'TransitClock Kalman',
    'median-10': 'median of last 10',
    agency: "agency's own",
  },
  methodNotes: {
    timetable: 'the scheduled time, whatever happens',
    'last-delay': 'the scheduled time plus how late the trip was at the last stop where it was seen',
    constant:
      "the scheduled time plus one constant for the trip, its delay where it was first seen (as in Lviv's city feed)",
    kalman:
      "section by section, the vehicle before weighed against three earlier days by TransitClock's Kalman formula; on recordings of one day, against the three vehicles before it",
    'median-10': 'section by section, the median of the last ten vehicles that passed',
    agency: 'what the agency itself published at the same moment',
  },
  predictions: {
    title: 'Arrival predictions',
    cards: {
      error: 'average error five minutes before a vehicle arrives',
      complete: 'of arrivals were announced beforehand',
      within: 'came within the announced interval (80 % is intended)',
      wobble: 'the announced time moves by this from one update to the next',
      better: (method) => `smaller error than “${method}”, ten to fifteen minutes ahead`,
      worse: (method) => `larger error than “${method}”, ten to fifteen minutes ahead`,
    },
    nearError: (mae, median, p90) =>
      `About five minutes before a vehicle arrives, the announced time is off by ${mae} on average: in half of all cases by no more than ${median}, in nine of ten by no more than ${p90}.`,
    farError: (mae, median, p90) =>
      `Ten to fifteen minutes before, it is off by ${mae} on average: in half of all cases by no more than ${median}, in nine of ten by no more than ${p90}.`,
    complete: (share, visits) =>
      `${share} of ${visits} arrivals were announced at some time in the hour before them.`,
    late: (bias) =>
      `Vehicles come ${bias} later than announced on average (five minutes ahead): riders stand and wait, but do not miss them.`,
    early: (bias) =>
      `Vehicles come ${bias} earlier than announced on average (five minutes ahead): who trusts the board may miss them.`,
    unbiased: 'Five minutes ahead the announcements are neither early nor late on average.',
    calibrated: (share) => `The announced intervals hold ${share} of arrivals, as they should (75 to 85 %).`,
    tooNarrow: (share) =>
      `The announced intervals hold only ${share} of arrivals and should hold 80 %: they promise more than is known.`,
    tooWide: (share) =>
      `The announced intervals hold ${share} of arrivals and should hold 80 %: they could be narrower.`,
    wobble: (change) => `From one update to the next the announced time moves by ${change} on average.`,
    better: (method, own, other, chance) =>
      `Better than “${method}” ten to fifteen minutes ahead: ${own} against ${other} (${chance}).`,
    worse: (method, own, other, chance) =>
      `Worse than “${method}” ten to fifteen minutes ahead: ${own} against ${other} (${chance}).`,
    compareTitle: 'Beside other methods, on the same cases',
    compareReading: (rows) =>
      `Average error in seconds; lower is better. All methods on the same ${rows} cases (a vehicle, a stop, a moment). The whiskers hold 95 % of what other trips would have given.`,
    compareUp: 'average error, s',
    underWayCaption:
      'Average error in seconds on those of the cases whose trip had been seen at a stop before',
    differenceCaption:
      'Average error of the predictions minus that of each method, seconds, with its 95 % interval: below nought the predictions are better',
    methodsTitle: 'What the other methods do',
    errorsTitle: 'How errors are spread',
    errorsReading:
      'Eight of ten arrivals lie within the bar, the line is the middle one. Above nought: the vehicle came later than announced.',
    errorsUp: 'actual minus announced, s',
    errorHead: [
      'cases',
      'average error, s',
      '95 % interval',
      'half within, s',
      '90 % within, s',
      'bias, s',
      'within 60 s',
    ],
    rows: 'cases',
    completeTitle: 'How many arrivals were announced',
    completeReading:
      'Share of all arrivals for which there was an announcement so long before. 98 % is the aim.',
    completeUp: 'share announced',
    completeHead: ['arrivals', 'announced', 'share'],
    intervalTitle: 'Whether the announced interval can be trusted',
    intervalReading:
      'Share of arrivals within the interval that came with the prediction. It should be 80 %; above the band it is wider than it need be, below it promises too much.',
    intervalUp: 'share within',
    intervalBand: '75 to 85 %',
    intervalHead: ['cases', 'within', '95 % interval', 'before it', 'after it', 'average width, s'],
    wobbleTitle: 'How steady the announcements are',
    wobbleReading: (spread) =>
      `Average change of the announced time from one update to the next. Cal-ITP's measure, the spread within a minute of the last half hour, is ${spread}.`,
    improper: (past, finished) =>
      `Predictions that should not be: ${past} of a time already past, ${finished} of trips already finished.`,
    contradictions: (rows) =>
      `${rows} predictions contradict another of the same trip, stop and moment: two vehicles were said to run it.`,
    wobbleUp: 'change, s',
    wobbleHead: ['pairs', 'average change, s'],
    standardsTitle: 'By the published standards',
    standardsText:
      'Share of predictions that each standard calls accurate, for all methods on the same cases. MBTA counts by the announced time, the others by the actual one.',
    standards: {
      mbta: 'MBTA prediction_analyzer',
      etaBenchmark: 'ETA Accuracy Benchmark',
      calItp: 'Cal-ITP',
    },
    standardHead: ['accurate', 'in no class'],
    minutesShort: 'min',
    emptyClass: 'a class is empty',
  },
  assignments: {
    title: 'Which vehicle is on which trip',
    text: (fixes, vehicles) => `Judged at ${fixes} positions of ${vehicles} vehicles.`,
    cards: {
      rightTrip: 'of positions in service are on the right trip, once a vehicle was seen for 3 minutes',
      rightRoute: 'are on the right route',
      wrongMinutes: 'of the time something wrong was on show',
      firstRight: 'until a trip is first shown right (median)',
    },
    rightTitle: 'Right trip, route and direction',
    rightHead: ['positions', 'on any trip', 'right trip', '95 % interval', 'right route', 'and direction'],
    classes: {
      inService: 'in service',
      inServiceKnown: 'in service, seen for 3 minutes',
      inServiceInTimetable: 'in service, trip in the timetable',
      layover: 'layover (the next trip)',
    },
    phaseTitle: 'What the vehicle is doing',
    phaseText: (recall, precision) =>
      `Of positions in service ${recall} were published as such; of those published as in service ${precision} were.`,
    phaseReading: 'Rows are the truth, columns what was published.',
    noPhases: 'The labels say no phases: every position with a trip counts as in service.',
    phaseCorner: 'truth',
    phases: {
      IN_PROGRESS: 'on its trip',
      OFF_ROUTE: 'off its route',
      LAYOVER: 'layover',
      DEADHEAD: 'deadhead',
      AT_BASE: 'at its base',
      none: 'unknown',
    },
    recognised: 'recognised',
    minutesTitle: 'What was on show, in minutes',
    minutesText: (shownFrom) =>
      `What was said at one position holds until the next of that vehicle, for two minutes at most. A trip less probable than ${shownFrom} is not on show; changes of mind, below, are of what is.`,
    minutesHead: ['minutes', 'share'],
    verdicts: {
      right: 'right',
      wrong_trip: 'another trip than the vehicle was on',
      not_in_service: 'a trip, though the vehicle was on none',
      missing: 'nothing, though the vehicle was on a trip',
    },
    firstRight: (median, p90, never, trips) =>
      `A trip is first shown right ${median} after its first position in service (median; nine of ten within ${p90}); ${never} of ${trips} trips never were.`,
    confidenceTitle: 'Whether the confidence can be trusted',
    confidenceReading: (sure, fixes, error) =>
      `How often a trip was right, by the confidence it was published with. Of ${fixes} positions with 0.9 or more ${sure} were right; the expected calibration error is ${error}.`,
    confidenceUp: 'share right',
    confidenceAcross: 'published confidence',
    said: 'as published',
    wasRight: 'was right',
    confidenceHead: ['positions', 'average confidence', 'right'],
    flipsTitle: 'Changes of mind',
    flipHead: ['count'],
    flips: {
      tripChanges: 'published changes of a vehicle’s trip',
      trueTripChanges: 'changes that were true',
      returns: 'returns to the trip before',
      vehicleChanges: 'trips that went to another vehicle (P003)',
      wrongVehicleChanges: 'of them to a vehicle that was not on the trip',
    },
  },
  leftOut: {
    title: 'What was left out, and why',
    text: 'Every row that does not count is here.',
    head: ['reason', 'rows'],
    nothing: 'Nothing was left out.',
    predictions: 'prediction',
    arrivals: 'arrival',
    comparison: 'comparison',
    fixes: 'assignment',
    labels: 'label',
    reasons: {
      no_start_date: 'no service day is given',
      trip_not_observed: 'the trip was never observed',
      ambiguous_trip: 'the trip runs several times a day, and no start_time says which time is meant',
      stop_not_observed: 'the trip was not observed at this stop',
      ambiguous_stop: 'the trip calls at the stop twice, and no stop_sequence is given',
      made_after_arrival: 'made after the vehicle had arrived',
      made_too_early: 'made more than an hour ahead',
      malformed: 'the row cannot be read',
      withoutArrival: 'no arrival is told, as at a trip’s first stop',
      repeatedMessage: 'the same message polled again',
      repeated: 'another row told the same arrival',
      outsideRecording:
        'the arrival is outside of the time when predictions were made (only not asked for in completeness)',
      repeated_fix: 'the same position polled again',
      unlabelled: 'the label says nothing of the vehicle',
      unpaired: 'the other file has no such row',
    },
    noAnswer: (method) => `“${method}” has no answer`,
    noTimetable: (method) => `“${method}” was not run: the truth has no scheduled times`,
  },
  notes: {
    title: 'How it was counted',
    items: [
      'An error is actual minus announced: positive where the vehicle came later.',
      'Classes of time count to the actual arrival, as riders live it. Only MBTA’s standard counts to the announced one.',
      '95 % intervals are from 500 draws of whole trips (of whole vehicles for assignments) with replacement: predictions of one trip are right or wrong together.',
      'Other methods know the arrivals that had happened by that moment and the timetable, nothing later.',
    ],
  },
};
