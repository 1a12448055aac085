/** Whether two names that people typed are one person's: capitals and spaces around them make nobody another. */
export function isSamePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
