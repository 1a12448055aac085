/**
 * "At" before a time of the clock in Ukrainian: "об 11:00", which is said "об одинадцятій", and "о" before all other
 * hours, none of which begins with a vowel.
 * @param time `11:05`, or several of them; the first counts
 */
export function atTimeUk(time: string): string {
  return `${time.startsWith('11:') ? 'об' : 'о'} ${time}`;
}
