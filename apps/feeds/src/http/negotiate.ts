/**
 * Which form of an answer a request asks for (RFC 9110, section 12): a content coding we have by quality, and
 * whether our one media type is acceptable. A header that cannot be read is taken as absent, part by part.
 */
export type Coding = 'identity' | 'gzip' | 'br';

/** Best first, where the client likes them equally. */
const CODINGS: readonly Coding[] = ['br', 'gzip', 'identity'];

/** The coding to answer with; undefined where none of ours is acceptable. */
export function negotiateCoding(acceptEncoding: string | undefined): Coding | undefined {
  if (acceptEncoding === undefined) return 'identity';
  const qualities = parseQualities(acceptEncoding);
  const qualityOf = (coding: Coding): number => {
    const named = qualities.get(coding) ?? (coding === 'gzip' ? qualities.get('x-gzip') : undefined);
    if (named !== undefined) return named;
    const other = qualities.get('*');
    // What is not named is not wanted, but for no coding at all, which is wanted last.
    return coding === 'identity' ? (other === 0 ? 0 : 0.001) : (other ?? 0);
  };
  let best: Coding | undefined;
  for (const coding of CODINGS) {
    const quality = qualityOf(coding);
    if (quality > 0 && (best === undefined || quality > qualityOf(best))) best = coding;
  }
  return best;
}

/** Whether a client that sends this Accept header takes one of `types`. */
export function accepts(accept: string | undefined, types: readonly string[]): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  const qualities = parseQualities(accept);
  return types.some((type) => {
    const [family] = type.split('/');
    const quality = qualities.get(type) ?? qualities.get(`${family}/*`) ?? qualities.get('*/*') ?? 0;
    return quality > 0;
  });
}

/** Items of a list with their q parameter, 1 where it is absent. */
function parseQualities(header: string): Map<string, number> {
  const qualities = new Map<string, number>();
  for (const item of header.slice(0, 2000).split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    if (name === '') continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = q === undefined ? 1 : Number(q.slice(2));
    qualities.set(name, Number.isFinite(quality) ? quality : 0);
  }
  return qualities;
}
