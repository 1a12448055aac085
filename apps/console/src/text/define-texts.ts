/**
 * Words of the console. Each folder has its own, written in both languages at once: a key that one of them lacks
 * does not compile.
 */
export const LANGUAGES = ['uk', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type TextsOf<Shape> = Readonly<Record<Language, Shape>>;

/** Literal strings widened to string, functions kept with their arguments. */
type Widened<Shape> = Shape extends string
  ? string
  : Shape extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof Shape]: Widened<Shape[Key]> };

export function defineTexts<const Shape>(uk: Shape, en: NoInfer<Widened<Shape>>): TextsOf<Widened<Shape>> {
  return { uk: uk as Widened<Shape>, en };
}
