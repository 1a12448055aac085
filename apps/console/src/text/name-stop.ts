/** A stop by its name and the code on its sign: names of Lviv have the code in them, and it is not said twice. */
export function nameStop({ name, code }: { readonly name: string; readonly code: string }): string {
  const within = /\((\d+(?:-\d+)?)\)\s*$/.exec(name)?.[1];
  return code === '' || (within !== undefined && plain(within) === plain(code)) ? name : `${name} (${code})`;
}

/** Without zeros before it: signs have them, names have not. */
function plain(code: string): string {
  return code.replace(/^0+(?=\d)/, '');
}
