import type { FeedEntity, TranslatedImage, TranslatedString } from '../feed-message.js';
import type { Rule } from './rule.js';

/** Rules on texts and images in several languages, wherever they stand: in alerts and in stops. */
export const translationRules: readonly Rule[] = [
  {
    id: 'S031',
    severity: 'error',
    title: 'Text without a translation',
    meaning: 'A text that is there has one translation at least.',
    entity: (entity) =>
      textsOf(entity)
        .filter(([, text]) => !text.translation?.length)
        .map(([name]) => `${name} has no translation`),
  },
  {
    id: 'S032',
    severity: 'error',
    title: 'Two translations without a language',
    meaning: 'One translation at most leaves its language unsaid.',
    entity: (entity) =>
      textsOf(entity)
        .map(([name, { translation }]) => [name, countSilent(translation)] as const)
        .filter(([, silent]) => silent > 1)
        .map(([name, silent]) => `${name} has ${silent} translations without a language`),
  },
  {
    id: 'S033',
    severity: 'error',
    title: 'Image without an image',
    meaning: 'An image that is there has one localized_image at least.',
    alert: ({ alert: { image } }) =>
      image && !image.localizedImage?.length ? 'image has no localized_image' : undefined,
  },
  {
    id: 'S034',
    severity: 'error',
    title: 'Two images without a language',
    meaning: 'One localized_image at most leaves its language unsaid.',
    alert: ({ alert: { image } }) => {
      const silent = countSilent(image?.localizedImage);
      return silent > 1 ? `image has ${silent} localized images without a language` : undefined;
    },
  },
  {
    id: 'S035',
    severity: 'error',
    title: 'Image of a type that is none',
    meaning: 'media_type begins with image/ (in letters of either case, RFC 6838).',
    alert: ({ alert: { image } }) =>
      imagesOf(image)
        .filter(({ mediaType }) => !/^image\//i.test(mediaType))
        .map(({ mediaType }) => `the media_type of an image is "${mediaType}"`),
  },
  {
    id: 'S036',
    severity: 'warning',
    title: 'Image URL that is not whole',
    meaning: 'It begins with http:// or https:// and holds no character that a URL must escape (RFC 3986).',
    alert: ({ alert: { image } }) =>
      imagesOf(image)
        .filter(
          ({ url }) =>
            !/^https?:\/\/\S/i.test(url) || /[^\x21-\x7e]|["<>\\^`{|}]|%(?![0-9a-f]{2})/i.test(url),
        )
        .map(({ url }) => `the URL of an image is "${url}"`),
  },
];

function countSilent(items: readonly { readonly language?: string }[] | undefined): number {
  return items?.filter(({ language }) => language === undefined).length ?? 0;
}

function imagesOf(image: TranslatedImage | undefined): NonNullable<TranslatedImage['localizedImage']> {
  return image?.localizedImage ?? [];
}

/** The texts of an alert or a stop that are there, by field name. */
function textsOf({ alert, stop }: FeedEntity): readonly (readonly [string, TranslatedString])[] {
  if (!alert && !stop) return [];
  const fields: Record<string, TranslatedString | undefined> = {
    url: alert?.url,
    header_text: alert?.headerText,
    description_text: alert?.descriptionText,
    tts_header_text: alert?.ttsHeaderText,
    tts_description_text: alert?.ttsDescriptionText,
    image_alternative_text: alert?.imageAlternativeText,
    cause_detail: alert?.causeDetail,
    effect_detail: alert?.effectDetail,
    stop_code: stop?.stopCode,
    stop_name: stop?.stopName,
    tts_stop_name: stop?.ttsStopName,
    stop_desc: stop?.stopDesc,
    stop_url: stop?.stopUrl,
    platform_code: stop?.platformCode,
  };
  return Object.entries(fields).flatMap(([name, text]) => (text ? [[name, text] as const] : []));
}
