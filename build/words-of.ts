/** What a command line says; one that cannot be read is told on standard error in one line, and nothing comes back. */
export function wordsOf<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`)
    return undefined
  }
}
