/** The code of a stop, which some cities write behind its name. */
const CODE = /\s*\([\d-]+\)$/;

/** So many characters at most: a code behind the name goes first, then what is cut off is said by an ellipsis. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const name = text.replace(CODE, '');
  return name.length <= characters ? name : `${name.slice(0, characters - 1).trimEnd()}…`;
}
