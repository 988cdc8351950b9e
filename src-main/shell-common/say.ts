/** What a shell tells the person who started it: one line, Chinese first. */
export type Say = (zh: string, en: string) => void

/** Words for people on `stream`; a terminal without any locale still gets UTF-8. */
export function sayTo(stream: NodeJS.WritableStream): Say {
  return (zh, en) => {
    stream.write(`${zh} · ${en}\n`)
  }
}

/** Whoever listened may be gone before us: a broken pipe is no failure, and words about it would break it again. */
export function outliveListeners(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
