/**
 * Who did something with money, as it is kept: a name that was typed, or the name and the account of who was signed in,
 * `Олена Коваль (@olena)`. Nobody can type the second form, so it proves who it was; a typed name proves nothing.
 */
const SIGNED_IN = /^(.*) \(@([^()\s]+)\)$/s;

export function writeSignedIn(name: string, userId: string): string {
  return `${name} (@${userId})`;
}

/** Whether a name that was typed looks like one that only signing in gives. */
export function looksSignedIn(typed: string): boolean {
  return /\(@[^()]*\)\s*$/.test(typed);
}

/**
 * Whether two are one person. Accounts tell people apart by themselves; a typed name, capitals and spaces around it aside,
 * is the same person's as one it equals, and as an account of that name or that user id.
 */
export function isSamePerson(one: string, other: string): boolean {
  const [first, second] = [namesOf(one), namesOf(other)];
  if (first.userId !== undefined && second.userId !== undefined) return first.userId === second.userId;
  return first.names.some((name) => second.names.includes(name));
}

function namesOf(person: string): { readonly userId?: string; readonly names: readonly string[] } {
  const plain = (text: string): string => text.trim().toLowerCase();
  const parts = SIGNED_IN.exec(person.trim());
  if (!parts) return { names: [plain(person)] };
  const userId = plain(parts[2]!);
  return { userId, names: [plain(parts[1]!), userId] };
}
