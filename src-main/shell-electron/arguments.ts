/**
 * Our own words of Electron's command line: behind the program's path, which follows Chromium's and Node's switches when
 * Electron is started with a folder or file. A packaged program has no such path.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const rest = argv.slice(1)
  if (isPackaged) return rest
  const program = rest.findIndex((word) => !word.startsWith('-'))
  return program < 0 ? [] : rest.slice(program + 1)
}

/** Takes a flag out of the words. */
export function takeFlag(words: readonly string[], flag: string): { readonly isSet: boolean; readonly rest: string[] } {
  return { isSet: words.includes(flag), rest: words.filter((word) => word !== flag) }
}
