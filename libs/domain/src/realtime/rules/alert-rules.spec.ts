import { TripScheduleRelationship } from '../feed-message.js';
import { NOW, alert, describeRule, updateOf } from './feed.fixture.js';

const { CANCELED } = TripScheduleRelationship;
const NO_SERVICE = 1;
const text = { translation: [{ text: 'Detour', language: 'en' }] };
const day = (startDate: string) =>
  updateOf(
    { tripId: 'T1', routeId: 'R1', startDate, scheduleRelationship: CANCELED },
    { stopTimeUpdate: [] },
  );
const twoDays = [day('20261124'), day('20261125')];

describeRule('S025', {
  reports: {
    'active periods, once an alert': {
      entity: [alert({ activePeriod: [{ start: NOW }, { start: NOW + 3600 }] })],
      finds: ['Entity a1: it has an active_period, which is deprecated'],
    },
  },
  accepts: { 'a communication_period': { entity: [alert({ communicationPeriod: [{ start: NOW }] })] } },
});

describeRule('S026', {
  reports: {
    'an impact that goes on after the alert is shown': {
      entity: [
        alert({
          communicationPeriod: [{ start: NOW, end: NOW + 60 }],
          impactPeriod: [{ start: NOW, end: NOW + 61 }],
        }),
      ],
      finds: [`Entity a1: the impact_period from ${NOW} to ${NOW + 61} is in no communication_period`],
    },
    'an impact without an end, shown for an hour': {
      entity: [alert({ communicationPeriod: [{ end: NOW + 3600 }], impactPeriod: [{ start: NOW }] })],
      finds: [`Entity a1: the impact_period from ${NOW} to ever is in no communication_period`],
    },
  },
  accepts: {
    'an impact that is shown from beginning to end': {
      entity: [
        alert({ communicationPeriod: [{ start: NOW }], impactPeriod: [{ start: NOW, end: NOW + 60 }] }),
      ],
    },
    'an impact where it is not said when to show it': { entity: [alert({ impactPeriod: [{ start: NOW }] })] },
  },
});

describeRule('S027', {
  reports: {
    'a detail of no cause': {
      entity: [alert({ cause: undefined, causeDetail: text } as never)],
      finds: ['Entity a1: it has a cause_detail and no cause'],
    },
  },
  accepts: { 'a detail of a cause': { entity: [alert({ causeDetail: text })] }, 'no detail': {} },
});

describeRule('S028', {
  reports: {
    'a detail of no effect': {
      entity: [alert({ effect: undefined, effectDetail: text } as never)],
      finds: ['Entity a1: it has an effect_detail and no effect'],
    },
  },
  accepts: { 'a detail of an effect': { entity: [alert({ effectDetail: text })] }, 'no detail': {} },
});

describeRule('S029', {
  reports: {
    'a description that is the header again': {
      entity: [alert({ headerText: text, descriptionText: text })],
      finds: ['Entity a1: its description_text is the same as its header_text'],
    },
  },
  accepts: {
    'a description that says more': {},
    'the same words in another language': {
      entity: [
        alert({ headerText: text, descriptionText: { translation: [{ text: 'Detour', language: 'uk' }] } }),
      ],
    },
  },
});

describeRule('P006', {
  reports: {
    'a trip cancelled on two days without a word': {
      entity: [...twoDays, alert({ effect: NO_SERVICE, informedEntity: [{ trip: { tripId: 'T2' } }] })],
      finds: ['Trip T1: it is CANCELED on 2 days, and no alert says NO_SERVICE of it'],
    },
  },
  accepts: {
    'a trip cancelled on one day': { entity: [day('20261124')] },
    'an alert that says so, in the feed of alerts': {
      entity: twoDays,
      siblings: [[alert({ effect: NO_SERVICE, informedEntity: [{ trip: { tripId: 'T1' } }] })]],
    },
    'an alert that says so of the whole route': {
      entity: [...twoDays, alert({ effect: NO_SERVICE, informedEntity: [{ routeId: 'R1' }] })],
    },
  },
});
