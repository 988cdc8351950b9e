/** What a shell tells the person who started it: one line, Chinese first. */
export type Say = (zh: string, en: string) => void

/** Words for people on `stream`; a terminal without any locale still gets UTF-8. */
export function sayTo(stream: NodeJS.WritableStream): Say {
  return (zh, en) => {
    stream.write(`${zh} · ${en}\n`)
  }
}
