import { alert, describeRule } from './feed.fixture.js';

const image = (...localizedImage: { url: string; mediaType: string; language?: string }[]) =>
  alert({ image: { localizedImage } });
const png = { url: 'https://city.example/map.png', mediaType: 'image/png' };
const url = (text: string) => image({ ...png, url: text });

describeRule('S031', {
  reports: {
    'texts of an alert and of a stop without a translation': {
      entity: [
        alert({ url: {}, ttsHeaderText: { translation: [] } }),
        { id: 's', stop: { stopId: 'X', stopName: {} } },
      ],
      finds: [
        'Entity a1: url has no translation',
        'Entity a1: tts_header_text has no translation',
        'Entity s: stop_name has no translation',
      ],
    },
  },
  accepts: { 'texts with one': {} },
});

describeRule('S032', {
  reports: {
    'two translations without a language': {
      entity: [alert({ headerText: { translation: [{ text: 'a' }, { text: 'b' }] } })],
      finds: ['Entity a1: header_text has 2 translations without a language'],
    },
  },
  accepts: {
    'one without a language beside one with': {
      entity: [alert({ headerText: { translation: [{ text: 'a' }, { text: 'b', language: 'uk' }] } })],
    },
  },
});

describeRule('S033', {
  reports: {
    'an image without any': { entity: [image()], finds: ['Entity a1: image has no localized_image'] },
  },
  accepts: { 'an image': { entity: [image(png)] }, 'no image': {} },
});

describeRule('S034', {
  reports: {
    'two images without a language': {
      entity: [image(png, png)],
      finds: ['Entity a1: image has 2 localized images without a language'],
    },
  },
  accepts: { 'images in two languages': { entity: [image(png, { ...png, language: 'uk' })] } },
});

describeRule('S035', {
  reports: {
    'a page in place of an image': {
      entity: [image({ ...png, mediaType: 'text/html' })],
      finds: ['Entity a1: the media_type of an image is "text/html"'],
    },
  },
  accepts: { 'image/png in capitals': { entity: [image({ ...png, mediaType: 'IMAGE/PNG' })] } },
});

describeRule('S036', {
  reports: {
    'URLs without a scheme, with a space and with a broken escape': {
      entity: [
        url('/map.png'),
        url('https://city.example/the map.png'),
        url('https://city.example/100%.png'),
      ],
      finds: [
        'Entity a1: the URL of an image is "/map.png"',
        'Entity a1: the URL of an image is "https://city.example/the map.png"',
        'Entity a1: the URL of an image is "https://city.example/100%.png"',
      ],
    },
  },
  accepts: {
    'whole URLs': { entity: [url('HTTPS://city.example/the%20map.png?v=2&l=uk')] },
  },
});
